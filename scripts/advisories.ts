/**
 * npm run advisories: whether a package of package-lock.json has a known advisory, by the list that is kept here: offline.
 * Exit code 1 where one has. `-- --renew` adds to the list what `npm audit` knows of today's packages, which needs a
 * registry that answers it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { plural } from '../src/text/index.ts';
import { readLock, root } from './supply/lock.ts';
import { isInRange } from './supply/versions.ts';

interface Advisory {
  /** GitHub's; its page is https://github.com/advisories/ID */
  readonly id: string;
  readonly package: string;
  /** of versions that it is about */
  readonly range: string;
  readonly severity: string;
  readonly title: string;
}

interface Known {
  readonly renewed: string;
  readonly source: string;
  readonly advisories: readonly Advisory[];
}

const options = { renew: { type: 'boolean', default: false }, lock: { type: 'string', default: root } } as const;
const asked = parseArgs({ args: process.argv.slice(2), options }).values;
const file = join(import.meta.dirname, 'supply/advisories.json');
const known = JSON.parse(readFileSync(file, 'utf8')) as Known;

if (asked.renew) renew();
else check(known);

function check({ advisories, renewed }: Known): void {
  const packages = readLock(asked.lock).filter(({ path }) => path !== '');
  const matches = packages.flatMap((found) =>
    advisories
      .filter((advisory) => advisory.package === found.name && isInRange(found.version, advisory.range))
      .map(
        ({ id, severity, title }) =>
          `${found.name} ${found.version} (${severity}): ${title}, https://github.com/advisories/${id}`,
      ),
  );
  for (const match of [...new Set(matches)]) console.error(match);
  console.log(
    `${plural(packages.length, 'package')}, ${new Set(matches).size} of them with a known advisory, by the list of ${renewed} ` +
      `(${advisories.length} advisories); npm run advisories -- --renew asks npm for newer ones.`,
  );
  if (matches.length > 0) process.exitCode = 1;
}

/** What `npm audit` tells of a package. */
interface Audited {
  readonly via: readonly (string | { name: string; url: string; title: string; severity: string; range: string })[];
}

function renew(): void {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], { cwd: root, encoding: 'utf8' });
  const { vulnerabilities, message } = JSON.parse(stdout) as {
    vulnerabilities?: Record<string, Audited>;
    message?: string;
  };
  if (vulnerabilities === undefined) {
    console.error(
      `npm audit got no answer, and the list stays as of ${known.renewed}: ${message ?? 'it does not say why'}.`,
    );
    process.exitCode = 1;
    return;
  }
  const told = Object.values(vulnerabilities).flatMap(({ via }) => via.filter((each) => typeof each !== 'string'));
  const fresh = told.map(
    ({ name, url, title, severity, range }): Advisory => ({
      id: url.replace(/^.*\//, ''),
      package: name,
      range,
      severity,
      title,
    }),
  );
  const ids = new Set(fresh.map(({ id }) => id));
  const advisories = [...known.advisories.filter(({ id }) => !ids.has(id)), ...fresh];
  const renewed = new Date().toISOString().slice(0, 10);
  const lines = advisories.map((each) => `    ${JSON.stringify(each)}`).join(',\n');
  const head = JSON.stringify({ renewed, source: known.source }, null, 2).replace(/\n}$/, '');
  writeFileSync(file, `${head},\n  "advisories": [\n${lines}\n  ]\n}\n`);
  check({ ...known, renewed, advisories });
}
