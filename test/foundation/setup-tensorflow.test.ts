/** The parts of `npm run setup:tensorflow`, on small wheels made here; that the whole works, the engine's tests show. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { link, linkedFolder, makingFolder, unlink } from '../../scripts/tensorflow/install.ts';
import { fetchCuda, fetchTensorFlow, findTools, tensorflowVersion } from '../../scripts/tensorflow/make.ts';
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

  test('whose CXX does not run hears so', async () => {
    vi.stubEnv('CXX', '/nowhere/c++');
    await expect(findTools('cpu', folder)).rejects.toThrow('CXX is /nowhere/c++, which does not run');
  });
});

describe.skipIf(python === '')('a wheel', () => {
  const files = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name]));

  test('gives its libraries, the headers that are needed, and the names of CUDA’s packages', async () => {
    const metadata = [
      'Requires-Dist: numpy>=1.26.0',
      'Provides-Extra: and-cuda',
      'Requires-Dist: nvidia-cudnn-cu12<10.0,>=9.3.0.75; extra == "and-cuda"',
      'Requires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7; extra == "and-cuda"',
      'Requires-Dist: tensorflow-io>=0.23.1; (sys_platform != "win32") and extra == "gcs"',
    ].join('\n');
    const wheel = `tensorflow-${tensorflowVersion}-x.whl`;
    offer(wheel, {
      ...files(['tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2', 'tensorflow/big.so']),
      ...files(['tensorflow/include/tensorflow/c/c_api.h', 'tensorflow/include/Eigen/Core']),
      'tensorflow-2.dist-info/METADATA': metadata,
    });
    const said: string[] = [];
    const made = await fetchTensorFlow('gpu', folder, tools(), (line) => said.push(line));
    expect(made).toEqual({ wheel, cuda: ['nvidia-cudnn-cu12<10.0,>=9.3.0.75', 'nvidia-nccl-cu12<3.0,>=2.27.7'] });
    expect(said).toEqual([`tensorflow==${tensorflowVersion}`, `${wheel} (1.0 MB)`, `unpacking ${wheel}`]);
    expect(readdirSync(join(folder, 'deps/lib')).sort()).toEqual([
      ...['libtensorflow.so', 'libtensorflow_cc.so.2', 'libtensorflow_framework.so', 'libtensorflow_framework.so.2'],
    ]);
    expect(readlinkSync(join(folder, 'deps/lib/libtensorflow.so'))).toBe('libtensorflow_cc.so.2');
    expect(readdirSync(join(folder, 'deps/include'))).toEqual(['tensorflow']);
    expect(readdirSync(folder).sort()).toEqual(['bin', 'deps', 'offered.whl']);
  });

  test('of CUDA’s gives its libraries without headers', async () => {
    offer('nvidia_cudnn_cu12-9-x.whl', {
      ...files(['nvidia/cudnn/lib/libcudnn.so.9', 'nvidia/cudnn/include/cudnn.h']),
      'nvidia_cudnn_cu12-9.dist-info/METADATA': '',
    });
    expect(await fetchCuda(['nvidia-cudnn-cu12'], folder, tools(), () => {})).toEqual(['nvidia_cudnn_cu12-9-x.whl']);
    expect(readdirSync(join(folder, 'deps/nvidia/cudnn'))).toEqual(['lib']);
  });

  test('that pip cannot get is a sentence with the end of what pip said', async () => {
    program('python3', 'echo "ERROR: No matching distribution found" >&2; exit 1');
    const failure = fetchTensorFlow('cpu', folder, tools(), () => {});
    await expect(failure).rejects.toThrow(RunError);
    await expect(failure).rejects.toThrow(
      `pip could not download tensorflow-cpu==${tensorflowVersion} (it ended with 1):\nERROR: No matching distribution found`,
    );
  });

  const tools = () => ({ python: join(folder, 'bin/python3'), compiler: 'g++' });

  /** A Python whose pip downloads this wheel, whatever it is asked for. */
  function offer(name: string, contents: Record<string, string>): void {
    const source = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name, text in json.loads(sys.argv[2]).items():
        wheel.writestr(name, text)`;
    const wheel = join(folder, 'offered.whl');
    expect(spawnSync(python, ['-c', source, wheel, JSON.stringify(contents)]).status).toBe(0);
    program(
      'python3',
      `if [ "$1" != -m ]; then exec ${python} "$@"; fi
while [ "$1" != --dest ]; do shift; done
echo "  Downloading ${name} (1.0 MB)"; cp ${wheel} "$2/${name}"`,
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

  test('half, by a process that has died, is swept away; by one that lives, it stays', () => {
    const dead = spawnSync('true').pid;
    for (const name of [`making-${dead}`, `making-${process.ppid}`, '2.21.0-cpu']) mkdirSync(join(folder, name));
    expect(makingFolder(folder)).toBe(join(folder, `making-${process.pid}`));
    expect(readdirSync(folder).sort()).toEqual(['2.21.0-cpu', `making-${process.ppid}`]);
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

  const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
});

function program(name: string, body: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
}
