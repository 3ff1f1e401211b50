import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { toResolvedYaml } from '../../src/experiment/hash.ts';
import { experimentsFromTexts } from '../../src/experiment/index.ts';
import { folderWith, load, mistakesOf } from './folder.ts';

const photos = (path: string, more = ''): string => `name: photos
${more}data: { source: folder, path: ${path}, validation: 0.2 }
network: { inputShape: [8, 8, 3], blocks: [{ filters: 4 }] }
`;

function files(texts: Record<string, string>): string {
  const root = folderWith({});
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const pathOf = ({ data }: { data: object }): unknown => (data as { path?: string }).path;

test('a path begins in the folder of the file that writes it; written one way, it decides one hash', () => {
  const root = files({ 'a/x.yaml': photos('./cats/'), 'a/y.yaml': photos('../a/cats') });
  const [x, y] = load(root, ['a/x.yaml', 'a/y.yaml']);
  expect([x, y].map((each) => pathOf(each?.experiment as never))).toEqual(['cats', 'cats']);
  expect(x?.hash).toBe(y?.hash);
  expect(x?.directory).toBe(join(root, 'a'));
});

test('a path of a file that is extended, of an argument and of a sweep each begin where they are written', () => {
  const root = files({
    'base/base.yaml': photos('cats'),
    'own/own.yaml': 'extends: ../base/base.yaml\nname: own\n',
    'base/sweep.yaml': `${photos('cats')}sweep: { grid: { data.path: [cats, ../dogs] } }\n`,
    'own/sweep.yaml': 'extends: ../base/sweep.yaml\nname: own\n',
  });
  const paths = (file: string, overrides: string[] = []) =>
    load(root, file, overrides).map((each) => pathOf(each.experiment));
  expect(paths('own/own.yaml')).toEqual(['../base/cats']);
  expect(paths('own/own.yaml', ['data.path=birds'])).toEqual(['../birds']);
  expect(paths('own/sweep.yaml')).toEqual(['../base/cats', '../dogs']);
});

test('`directory` moves where the paths of its file begin, and of no other', () => {
  const root = files({
    'base.yaml': photos('cats', 'directory: /data\n'),
    'own.yaml': 'extends: base.yaml\nname: own\n',
  });
  const [base, own] = load(root, ['base.yaml', 'own.yaml']);
  expect([base?.directory, pathOf(base?.experiment as never)]).toEqual(['/data', 'cats']);
  expect(join(own?.directory as string, pathOf(own?.experiment as never) as string)).toBe('/data/cats');
  expect(mistakesOf(photos('cats', 'directory: [1]\n'))).toEqual([
    '2:12 directory must be the path of a folder, where relative paths in this file begin.',
  ]);
});

test('absolute paths and ~ stay what they are', () => {
  const root = files({ 'a.yaml': photos('/data//cats/../dogs'), 'b.yaml': photos('~/cats') });
  expect(load(root, ['a.yaml', 'b.yaml']).map((each) => pathOf(each.experiment))).toEqual([
    '/data/dogs',
    join(homedir(), 'cats'),
  ]);
});

test('a resolved file finds its images from wherever it lies, under the same hash', () => {
  const root = files({ 'a/x.yaml': photos('cats') });
  const [loaded] = load(root, 'a/x.yaml');
  if (loaded === undefined) throw new TypeError('nothing was loaded');
  writeFileSync(join(root, 'resolved.yaml'), toResolvedYaml(loaded.experiment, loaded.directory));
  const [again] = load(root, 'resolved.yaml');
  expect([again?.hash, again?.directory]).toEqual([loaded.hash, loaded.directory]);
});

test('texts at hand have paths from the folders of their names', () => {
  const texts = { 'base/base.yaml': photos('cats'), 'own/own.yaml': 'extends: ../base/base.yaml\nname: own\n' };
  const loaded = experimentsFromTexts({ texts, files: ['own/own.yaml'], overrides: ['data.path=birds'], rules: {} });
  expect(loaded.map((each) => [each.directory, pathOf(each.experiment)])).toEqual([['own', '../birds']]);
});
