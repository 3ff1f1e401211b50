/** docs/security.md: no promise without a test that holds it. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const [, promised = ''] = /## What is promised\n(.*?)\n## /s.exec(page) ?? [];
const promises = promised.split('\n').filter((line) => /^\| (?!---|promise)/.test(line));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test.each(promises)('%s', (line) => {
  const held = line.split(' | ').at(-1) ?? '';
  const named = [...held.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) {
    if (name.startsWith('npm run ')) expect(scripts).toHaveProperty([name.slice('npm run '.length)]);
    else expect(existsSync(join(root, name)), name).toBe(true);
  }
});

test('the README leads there', () => {
  expect(promises.length).toBeGreaterThan(8);
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('(docs/security.md)');
});
