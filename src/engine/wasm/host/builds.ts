/**
 * Which build of the kernels to run. V8's `--experimental-wasm-revectorize` pairs 128-bit vectors into 256-bit ones,
 * which about doubles the wide build's speed and makes it the faster one. The flag is experimental: its first use on a
 * machine happens in a child process (`compare-builds.ts`), and the choice is kept in the user's cache, so that a crash
 * or a wrong bit there only means the narrow build.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import v8 from 'node:v8';
import { InputError } from '../../../errors/index.ts';
import { cacheFolder, makeFolders, readText } from '../../../text/node.ts';
import { type Build, builds, instantiate } from '../kernels.ts';

/** What comparing the builds found. */
export interface BuildChoice {
  readonly build: Build['name'];
  /** a sentence */
  readonly why: string;
}

/** Longer than comparing them takes on a slow machine; a hang means the narrow build. */
const COMPARISON_MILLISECONDS = 20_000;

/** Kernels ready to be instantiated. */
export interface CompiledBuild {
  readonly build: Build;
  readonly module: WebAssembly.Module;
  /** `wasm fused` or `wasm unfused`: whether this CPU rounds multiply-add once is all that decides any bit */
  readonly arithmetic: string;
  /** the arithmetic and the tile, e.g. `wasm fused wide` */
  readonly label: string;
}

const compiled = new Map<Build['name'], Promise<CompiledBuild>>();

/** Compiles a build, once in a process. */
export function compileBuild(name: Build['name']): Promise<CompiledBuild> {
  let result = compiled.get(name);
  if (result === undefined) {
    result = compile(builds[name]);
    compiled.set(name, result);
  }
  return result;
}

async function compile(build: Build): Promise<CompiledBuild> {
  const bytes = await kernelBytes(build);
  // before these bytes are first compiled: V8 keeps what it has compiled, by their bytes
  if (build.name === 'wide') allowPairing();
  const module = await WebAssembly.compile(bytes);
  const arithmetic = `wasm ${fuses(module) ? 'fused' : 'unfused'}`;
  return { build, module, arithmetic, label: `${arithmetic} ${build.name}` };
}

/** Lets V8 pair vectors in what it compiles from now on. */
export function allowPairing(): void {
  v8.setFlagsFromString('--experimental-wasm-revectorize');
}

export async function kernelBytes({ name }: Build): Promise<Uint8Array> {
  const file = new URL(`../build/${name}.wasm`, import.meta.url);
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await compileKernels(); // `npm ci --ignore-scripts` has left them out
  return readFile(file);
}

let compiling: Promise<unknown> | undefined;

/** Once in a process. Takes some seconds. */
async function compileKernels(): Promise<void> {
  const script = fileURLToPath(new URL('../../../../scripts/build-kernels.js', import.meta.url));
  compiling ??= promisify(execFile)(process.execPath, [script]);
  try {
    await compiling;
  } catch (cause) {
    const [why = ''] = String((cause as { stderr?: string }).stderr).match(/^\w*Error:.*$|^The kernels.*$/m) ?? [];
    throw new InputError(
      `The wasm engine's kernels could not be compiled; \`npm run prepare\` does that, and shows what is wrong. ${why}`.trim(),
      { cause },
    );
  }
}

function fuses(module: WebAssembly.Module): boolean {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  return instantiate(module, memory).fusesMadd(1 + 2 ** -12, -(1 + 2 ** -11));
}

let chosen: Promise<BuildChoice> | undefined;

/** The build for this machine: from the cache, or by comparing the two. `SIAMESE_WASM_BUILD=narrow` or `wide` overrules it. */
export function chooseBuild(): Promise<BuildChoice> {
  chosen ??= choose();
  return chosen;
}

async function choose(): Promise<BuildChoice> {
  const asked = process.env['SIAMESE_WASM_BUILD'];
  if (asked === 'narrow' || asked === 'wide') return { build: asked, why: 'SIAMESE_WASM_BUILD asks for it' };
  if (asked !== undefined && asked !== '')
    throw new InputError(`SIAMESE_WASM_BUILD is ${asked}; it knows narrow and wide.`);
  const file = await cacheFile();
  const known = readChoice(file);
  if (known !== null) return known;
  const { choice, isFinal } = await compareBuilds();
  if (isFinal) keepChoice(file, choice);
  return choice;
}

/** One choice for each CPU, Node and compilation of the kernels. */
async function cacheFile(): Promise<string> {
  const hash = createHash('sha256').update(`${cpus()[0]?.model}\n${process.version}\n`);
  for (const build of Object.values(builds)) hash.update(await kernelBytes(build));
  return join(cacheFolder(), `wasm-build-${hash.digest('hex').slice(0, 16)}.json`);
}

function readChoice(file: string): BuildChoice | null {
  try {
    const { build, why } = JSON.parse(readText(file));
    return (build === 'narrow' || build === 'wide') && typeof why === 'string' ? { build, why } : null;
  } catch {
    return null; // none yet, or damaged: a new comparison mends it
  }
}

function keepChoice(file: string, choice: BuildChoice): void {
  try {
    makeFolders(dirname(file));
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(choice));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // a home that can't be written to: the next process tries again
  }
}

/** Final, unless the comparison only took too long: a machine may have been busy. */
async function compareBuilds(): Promise<{ choice: BuildChoice; isFinal: boolean }> {
  const script = fileURLToPath(new URL('./compare-builds.ts', import.meta.url));
  const narrow = (why: string, isFinal = true) => ({ choice: { build: 'narrow', why } as const, isFinal });
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: COMPARISON_MILLISECONDS });
    const compared = JSON.parse(stdout) as { agrees: boolean; narrow: number; wide: number };
    const times = `${compared.wide.toFixed(2)} ms against ${compared.narrow.toFixed(2)} ms on this machine`;
    if (!compared.agrees) return narrow('the wide build gave other bits on this machine');
    if (compared.wide >= compared.narrow) return narrow(`the wide one is slower: ${times}`);
    return { choice: { build: 'wide', why: `faster: ${times}` }, isFinal: true };
  } catch (error) {
    if ((error as { killed?: boolean }).killed) return narrow('the trial of the wide build took too long', false);
    return narrow('the wide build did not run on this machine');
  }
}
