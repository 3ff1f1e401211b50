/** What this project consists of, told from package-lock.json: its bill of materials, licences, known advisories. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, test } from 'vitest';
import { readLock, root } from '../../scripts/supply/lock.ts';
import { isInRange } from '../../scripts/supply/versions.ts';

const folder = mkdtempSync(join(tmpdir(), 'siamese-supply-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(root, 'scripts', script), ...args], { encoding: 'utf8' });

interface Component {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: readonly { alg: string; content: string }[];
  readonly licenses: readonly ({ license: { id?: string; name?: string } } | { expression: string })[];
}

test('the bill of materials is CycloneDX 1.6: every package of the lock, and what it depends on', () => {
  const { status, stdout } = run('sbom.ts');
  expect(status).toBe(0);
  const bill = JSON.parse(stdout);
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
  const components = bill.components as Component[];
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  expect(components.length).toBe(Object.keys(packages).length - 1);
  const refs = new Set([bill.metadata.component, ...components].map((each: Component) => each['bom-ref']));
  expect(refs.size).toBe(components.length + 1);
  for (const { type, version, purl, hashes = [], licenses } of components) {
    expect(type).toBe('library');
    expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+/);
    expect(purl.endsWith(`@${version}`)).toBe(true);
    for (const { alg, content } of hashes) {
      expect(alg).toBe('SHA-512');
      expect(content).toMatch(/^[0-9a-f]{128}$/);
    }
    expect(licenses).toHaveLength(1);
  }
  const depending = bill.dependencies as { ref: string; dependsOn: string[] }[];
  expect(depending.map(({ ref }) => ref).sort()).toEqual([...refs].sort());
  for (const { dependsOn } of depending) for (const ref of dependsOn) expect(refs).toContain(ref);
  const direct = depending[0]?.dependsOn.map((ref) => ref.replace(/^pkg:npm\/|@[\d.]+#.*$/g, ''));
  expect(direct).toEqual(expect.arrayContaining(['axios', 'yaml', 'vitest', '%40noble/hashes']));
  expect(run('sbom.ts').stdout).toBe(stdout);
});

/** Each lets the program be used, and what it makes be kept, by anybody for anything. */
const known =
  /^\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|MPL-2\.0|LGPL-3\.0-or-later|Python-2\.0|PSF-2\.0|Unlicense|CC0-1\.0|CC-BY-4\.0)( (AND|OR) (MIT|Apache-2\.0|LGPL-3\.0-or-later|CC0-1\.0))*\)?$/;

test('every package has a licence that we know', () => {
  const others = readLock().filter(({ licence, name }) => !known.test(licence) && name !== 'dejavu-fonts-ttf'); // Bitstream Vera's
  expect(others.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});

describe('known advisories', () => {
  const lockWith = (name: string, version: string) => {
    const packages = { '': { name: 'x', version: '1.0.0' }, [`node_modules/a/node_modules/${name}`]: { version } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
    return run('advisories.ts', '--lock', folder);
  };

  it('concern none of our packages', () => {
    expect(run('advisories.ts')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(' 0 of them with a known'),
    });
  });

  it('are told of a package that has one, wherever it lies, with exit code 1', () => {
    const { status, stderr } = lockWith('axios', '1.7.3');
    expect(status).toBe(1);
    expect(stderr).toContain('axios 1.7.3 (high): ');
    expect(stderr).toContain('https://github.com/advisories/GHSA-8hc4-vh64-cxmj');
    expect(lockWith('axios', '1.12.0').status).toBe(0);
    expect(lockWith('axios-like', '1.7.3').status).toBe(0);
  });

  it('are kept whole: a package, a range that can be read, a severity, a page', () => {
    const file = join(root, 'scripts/supply/advisories.json');
    const { advisories, renewed } = JSON.parse(readFileSync(file, 'utf8'));
    expect(renewed).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(new Set(advisories.map(({ id }: { id: string }) => id)).size).toBe(advisories.length);
    for (const { id, package: name, range, severity, title } of advisories) {
      expect(id).toMatch(/^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/);
      expect(severity).toMatch(/^(low|moderate|high|critical)$/);
      expect(title).not.toBe('');
      expect(name).not.toBe('');
      expect(isInRange('999.0.0', range)).toBe(false);
    }
  });

  it.each([
    ['1.2.3', '<1.2.3', false],
    ['1.2.3', '<= 1.2.3', true],
    ['1.10.0', '>=1.9.0 <2.0.0', true],
    ['2.0.0', '>=1.9.0 <2.0.0', false],
    ['0.29.0', '>=1.0.0 <1.8.2 || 0.29.0', true],
    ['2.0.0-5', '>=2.0.0-5 <2.2.2', true],
    ['2.0.0-4', '>=2.0.0-5 <2.2.2', false],
    ['2.2.2-beta.10', '>2.2.2-beta.9 <2.2.2', true],
    ['1.0.0', '=1.0.0', true],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(isInRange(version, range)).toBe(expected);
  });

  it.each(['^1.2.0', '1.x', '*', '1.0.0 - 2.0.0', ''])(
    'in a range that is written otherwise are not guessed: %j',
    (range) => {
      expect(() => isInRange('1.2.3', range)).toThrow(TypeError);
    },
  );
});
