/** package-lock.json, as a list of what is installed: nothing else is read, so that it can be told offline. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface Package {
  /** where it lies, e.g. node_modules/vite/node_modules/rollup */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** an SPDX expression, or what the package says in its place */
  readonly licence: string;
  /** `sha512-` and the digest in base64 */
  readonly integrity: string | null;
  /** only development and tests need it */
  readonly isDev: boolean;
  /** of another platform, or for an engine that is set up apart: it may be absent */
  readonly isOptional: boolean;
  /** paths of the packages that it depends on, as far as the lock has them */
  readonly dependsOn: readonly string[];
}

interface Entry {
  readonly name?: string;
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

type Entries = Readonly<Record<string, Entry>>;

/** The project itself, whose path is empty, then its packages, by path. */
export function readLock(folder = root): Package[] {
  const text = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const { packages } = JSON.parse(text) as { packages: Entries };
  return Object.entries(packages).map(([path, entry]) => ({
    path,
    name: entry.name ?? path.replace(/^.*node_modules\//, ''),
    version: entry.version,
    licence: entry.license ?? 'unknown',
    integrity: entry.integrity ?? null,
    isDev: entry.dev === true,
    isOptional: entry.optional === true || entry.devOptional === true,
    dependsOn: dependenciesOf(path, entry, packages),
  }));
}

function dependenciesOf(path: string, entry: Entry, packages: Entries): string[] {
  const names = Object.keys({ ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies });
  return [...new Set(names.flatMap((name) => resolveFrom(path, name, packages) ?? []))].sort();
}

/** As Node looks for a package: in the nearest node_modules, then further out. */
function resolveFrom(path: string, name: string, packages: Entries): string | null {
  for (let folder = path; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (folder === '') return null;
  }
}
