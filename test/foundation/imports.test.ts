import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkCircles } from '../../scripts/check/circles.ts';
import { checkFaces } from '../../scripts/check/faces.ts';
import { findImports, readAliases, readSources, type SourceFile } from '../../scripts/check/imports.ts';
import { checkPage, usesOfNode } from '../../scripts/check/page.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const aliases = { '#hash': { node: './src/text/node.ts', default: './src/text/page.ts' } };
const filesOf = (texts: Record<string, string>): SourceFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));

describe('a circle of files', () => {
  test('is named from file to file, types counted too', () => {
    const files = filesOf({
      'src/a/x.ts': `import { y } from './y.ts';`,
      'src/a/y.ts': `import type { Z } from './deep/z.ts'; import './w.ts';`,
      'src/a/deep/z.ts': `export { x } from '../x.ts';`,
      'src/a/w.ts': '',
    });
    expect(checkCircles(files, {})).toEqual([
      expect.stringMatching('^src/a/x.ts → src/a/y.ts → src/a/deep/z.ts → src/a/x.ts is a circle;'),
    ]);
  });

  test('may go through an import that package.json names, and through a dynamic one', () => {
    const files = filesOf({ 'src/text/page.ts': `import('./i.ts');`, 'src/text/i.ts': `import x from '#hash';` });
    expect(checkCircles(files, aliases)).toHaveLength(1);
    const starred = { '#files/*': { node: './src/data/*/node.ts', default: './src/data/page.ts' } };
    const data = filesOf({ 'src/data/a/a.ts': `import('#files/a');`, 'src/data/a/node.ts': `import './a.ts';` });
    expect(checkCircles(data, starred)).toHaveLength(1);
  });

  test('is not what two ways to one file are', () => {
    const files = filesOf({
      'src/a/x.ts': `import './y.ts'; import './z.ts';`,
      'src/a/y.ts': `import './z.ts';`,
      'src/a/z.ts': '',
    });
    expect(checkCircles(files, {})).toEqual([]);
  });

  test('is nowhere in the project', () => {
    expect(checkCircles(readSources(root, ['src']), readAliases(root))).toEqual([]);
  });
});

describe('what a page could use', () => {
  test.each([
    [`import { open } from 'node:fs';`, 'imports node:fs'],
    [`// first\nconst all = process.env['X'];`, 'uses process'],
    [`const bytes = Buffer.from('');`, 'uses Buffer'],
    [`const f = require('x');`, 'uses require'],
  ])('may not say %j', (text, what) => {
    const line = text.split('\n').length;
    expect(usesOfNode({ path: 'src/data/x.ts', text })).toEqual([
      expect.stringMatching(`^src/data/x.ts:${line} ${what}, which a page lacks`),
    ]);
    for (const path of [
      'src/data/node.ts',
      'src/data/idx/node.ts',
      'src/engine/wasm/host/x.ts',
      'src/engine/host/x.ts',
    ]) {
      expect(usesOfNode({ path, text })).toEqual([]);
    }
  });

  test('may have such words in comments, texts and names of its own', () => {
    const text = `/* process.exit() */ const a = 'Buffer.from'; one.process.x(); subprocess.kill(); const process = 1;`;
    expect(usesOfNode({ path: 'src/data/x.ts', text })).toEqual([]);
  });

  test('leads to no file of Node, but for types and for what Node takes in place of it', () => {
    const files = filesOf({
      'src/text/index.ts': `export { hash } from '#hash';\nimport type { A } from './a/node.ts';\nimport './b.ts';`,
      'src/text/b.ts': `const later = () => import('./a/node.ts');`,
    });
    expect(checkPage(files, aliases)).toEqual([
      expect.stringMatching('^src/text/b.ts:1 imports ./a/node.ts, which needs Node'),
    ]);
  });

  test('needs Node nowhere in the project', () => {
    expect(checkPage(readSources(root, ['src']), readAliases(root))).toEqual([]);
  });
});

test('an import of types alone is told from others', () => {
  const text = `
    import type { A } from './a.ts';
    import { type B } from './b.ts';
    export type * from './c.ts';
    const type = 1; export { d } from './d.ts';
  `;
  expect(findImports(text).map(({ isType }) => isType)).toEqual([true, false, true, false]);
});

describe('benchmarks and scripts', () => {
  test('import faces alone', () => {
    const of = (specifier: string) => checkFaces(filesOf({ 'bench/x.ts': `import x from '${specifier}';` }));
    expect(of('../src/engine/wasm/index.ts')).toEqual([]);
    expect(of('../src/experiment/node.ts')).toEqual([]);
    expect(of('./y.ts')).toEqual([]);
    expect(of('../src/engine/wasm/profile.ts')).toEqual([
      'bench/x.ts:1 imports ../src/engine/wasm/profile.ts; import a face of its room, index.ts or node.ts.',
    ]);
  });

  test('do so in the project', () => {
    expect(checkFaces(readSources(root, ['bench', 'scripts']))).toEqual([]);
  });
});
