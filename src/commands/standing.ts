/** Where the user stands, and whose npm script this is. */
import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';

type Env = Readonly<Partial<Record<string, string>>>;

/** The program's own folder. */
const root = resolve(import.meta.dirname, '../..');

/** `npm run` starts scripts in the package's folder, and says in INIT_CWD where it was called itself. */
export function whereUserStands(env: Env, workingDirectory = process.cwd()): string {
  const { INIT_CWD } = env;
  return INIT_CWD !== undefined && isOwnScript(env, workingDirectory) ? INIT_CWD : workingDirectory;
}

/**
 * Whether npm runs a script of this package: that of another, which starts the program, leaves its own INIT_CWD and
 * options in the environment.
 */
export function isOwnScript({ npm_package_json: manifest }: Env, workingDirectory = process.cwd()): boolean {
  if (!isSame(workingDirectory, root)) return false;
  return manifest === undefined || isSame(manifest, join(root, 'package.json'));
}

function isSame(path: string, other: string): boolean {
  try {
    return realpathSync(path) === realpathSync(other);
  } catch {
    return false;
  }
}
