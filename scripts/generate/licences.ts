/** docs/licences.md: under which licences what is installed may be used, from package-lock.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Package, readLock } from '../supply/lock.ts';

export function licencesPage(root: string): string {
  const packages = readLock(root).filter(({ path }) => path !== '');
  const needed = packages.filter(({ isDev }) => !isDev);
  const forTests = packages.filter(({ isDev }) => isDev);
  return [
    '<!-- Generated from package-lock.json by npm run generate; do not edit. -->',
    '# Licences\n',
    'siamese-lab itself is under the [MIT licence](../LICENSE). These are the packages that `npm ci` installs, with the licences',
    'that they name in package-lock.json. None of them is in this repository.\n',
    '## Needed to run\n',
    ...tableOf(needed),
    '\n## For development and tests alone\n',
    ...tableOf(forTests),
    '\n## Beside npm\n',
    '`npm run setup:tensorflow` downloads these wheels, of TensorFlow under Apache-2.0, and with `--gpu` of NVIDIA under its own',
    'terms:\n',
    ...wheelsIn(root).map((wheel) => `- ${wheel}`),
    '',
  ].join('\n');
}

/** A row a licence; a package once, however often it is installed. */
function tableOf(packages: readonly Package[]): string[] {
  const byLicence = new Map<string, Set<string>>();
  for (const { licence, name, version } of packages) {
    const named = byLicence.get(licence) ?? new Set();
    byLicence.set(licence, named.add(`${name} ${version}`));
  }
  const rows = [...byLicence].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    '| licence | packages |',
    '| --- | --- |',
    ...rows.map(([licence, named]) => `| ${licence} | ${[...named].sort().join(', ')} |`),
  ];
}

function wheelsIn(root: string): string[] {
  const text = readFileSync(join(root, 'scripts/tensorflow/wheels.txt'), 'utf8');
  return [...text.matchAll(/^(\S+)==(\S+)/gm)].map(([, name, version]) => `${name} ${version}`);
}
