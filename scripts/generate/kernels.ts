/** The wasm kernels' signatures as TypeScript, from the declarations that AssemblyScript gives for their source. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Signature {
  readonly name: string;
  /** of the source, e.g. `kernels/pooled/image` */
  readonly file: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returns: string;
}

/** Kernels of more parameters take them by name. */
const MOST_POSITIONAL = 3;
const ENTRY = 'src/engine/wasm/kernels/index.ts';

/** src/engine/wasm/generated/kernels.ts, a kernel a line. */
export function kernelSignatures(root: string): string {
  const signatures = signaturesIn(declarationsOf(root)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const named = signatures.filter(({ parameters }) => parameters.length > MOST_POSITIONAL);
  return `/** Written by scripts/generate.ts from what AssemblyScript declares of src/engine/wasm/kernels: do not edit. */

/** Arguments by name, each described beside its kernel's source. Addresses and sizes are bytes unless a name says otherwise. */
export interface Arguments {
${lines(named, 2, ({ name, file, parameters }) => `/** ${file}.ts */ ${name}: { ${typed(parameters)} };`)}
}

/** The kernels of one instance. One that takes its arguments by name reads them and keeps nothing of the record. */
export interface Kernels {
${lines(signatures, 2, (signature) => `${signature.name}(${parametersOf(signature)}): ${signature.returns};`)}
}

/** The kernels that an instance of a build exports. */
export function kernelsOf(exports: Record<string, unknown>): Kernels {
  const {
${lines(signatures, 4, ({ name }) => `${name},`)}
  } = exports as Record<keyof Kernels, (...given: (number | boolean)[]) => number>;
  return {
${lines(signatures, 4, (signature) => `${callOf(signature)},`)}
  };
}
`;
}

/** What `asc --bindings raw` writes beside its output. Run as a program, since its types would replace Node's console. */
function declarationsOf(root: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'siamese-kernels-'));
  const options = [
    ...[ENTRY, '--baseDir', root, '--outFile', join(folder, 'kernels.wasm'), '--bindings', 'raw', '--runtime', 'stub'],
    ...['--use', 'WIDE=0', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    ...['--enable', 'simd', '--enable', 'relaxed-simd', '--enable', 'threads', '--enable', 'bulk-memory'],
  ];
  try {
    const compiler = `${root}node_modules/assemblyscript/bin/asc.js`;
    execFileSync(process.execPath, [compiler, ...options], { cwd: root, stdio: 'pipe' });
    return readFileSync(join(folder, 'kernels.d.ts'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As in `export function takeJob(control: number): number;` under a comment that opens with the file and the name. */
function signaturesIn(declarations: string): Signature[] {
  const found = declarations.matchAll(
    /\* src\/engine\/wasm\/(\S+)\/\w+\n(?:.*\n)*?\s+export function (\w+)\((.*)\): (\w+);/g,
  );
  return [...found].map(([, file = '', name = '', parameters = '', returns = '']) => ({
    name,
    file,
    parameters: parameters.split(', ').map((parameter) => {
      const [name = '', type = ''] = parameter.split(': ');
      return { name, type };
    }),
    returns,
  }));
}

function typed(parameters: Signature['parameters']): string {
  return parameters.map(({ name, type }) => `${name}: ${type}`).join('; ');
}

function parametersOf({ name, parameters }: Signature): string {
  if (parameters.length > MOST_POSITIONAL) return `given: Arguments['${name}']`;
  return parameters.map(({ name, type }) => `${name}: ${type}`).join(', ');
}

function callOf({ name, parameters, returns }: Signature): string {
  const isNamed = parameters.length > MOST_POSITIONAL;
  const taken = isNamed ? 'g' : parameters.map((parameter) => parameter.name).join(', ');
  const given = isNamed ? parameters.map((parameter) => `g.${parameter.name}`).join(', ') : taken;
  if (returns === 'boolean') return `${name}: (${taken}) => ${name}(${given}) !== 0`;
  if (!isNamed) return name;
  return `${name}: (${taken}) => ${returns === 'void' ? 'void ' : ''}${name}(${given})`;
}

function lines(signatures: readonly Signature[], indent: number, lineOf: (signature: Signature) => string): string {
  return signatures.map((signature) => ' '.repeat(indent) + lineOf(signature)).join('\n');
}
