import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkImportDirection, importProblems } from '../../scripts/check/import-direction.ts';
import { findImports, readSources } from '../../scripts/check/imports.ts';

const path = 'src/network/plan.ts';

describe('an import against the order of rooms is a sentence with file and line', () => {
  const later: Record<string, string> = {
    import: `import { train } from '../training/index.ts';`,
    'type import': `import type { TrainingEvent } from '../training/index.ts';`,
    'import for its effect': `import '../training/index.ts';`,
    're-export': `export { train } from '../training/index.ts';`,
    'type re-export': `export type * from '../training/index.ts';`,
    'dynamic import': `const load = () => import('../training/index.ts');`,
    'dynamic import of a template': 'const load = () => import(`../training/index.ts`);',
    'type of a dynamic import': `let x: typeof import('../training/index.ts');`,
    'import over several lines': `import {\n  train,\n} from '../training/index.ts';`,
    'import after an expression with quotes': `const quote = /['"\`]/; const t = \`a\${{ b: '}' }.b}c\`;\nimport x from '../training/index.ts';`,
  };
  for (const [kind, text] of Object.entries(later)) {
    test(kind, () => {
      const line = text.slice(0, text.indexOf('../training')).split('\n').length;
      const problems = importProblems(path, text);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(`src/network/plan.ts:${line} imports ../training/index.ts, but training comes after`);
    });
  }
});

test("another room's inner file is refused, its face isn't", () => {
  expect(importProblems(path, `import type { Size } from '../experiment/types.ts';`)).toEqual([
    `src/network/plan.ts:1 imports ../experiment/types.ts, but from another room import only its face, src/experiment/index.ts.`,
  ]);
  expect(importProblems(path, `import type { Size } from '../experiment/index.ts';`)).toEqual([]);
  expect(importProblems(path, `import { loadExperiments } from '../experiment/node.ts';`)).toEqual([]);
  expect(importProblems(path, `import { idx } from '../data/idx/node.ts';`)).toHaveLength(1);
});

test("kernels in AssemblyScript, which can't read a face, may import the constants that all engines share", () => {
  const text = `import { leakyReluSlope } from '../../../network/conventions';`;
  expect(importProblems('src/engine/wasm/kernels/vector.ts', text)).toEqual([]);
  expect(importProblems('src/engine/wasm/host/session.ts', text)).toHaveLength(1);
});

test('a room may import its own files, at any depth, package.json and schemas', () => {
  expect(importProblems('src/engine/wasm/layout.ts', `import { a } from '../contract.ts';`)).toEqual([]);
  expect(importProblems('src/record/run.ts', `import p from '../../package.json' with { type: 'json' };`)).toEqual([]);
  expect(importProblems('src/experiment/a.ts', `import p from '../../schemas/a.json' with { type: 'json' };`)).toEqual(
    [],
  );
});

test('a file of the project outside src is refused', () => {
  expect(importProblems(path, `import { a } from '../../scripts/check.ts';`)[0]).toMatch('outside src');
});

test('a folder that is no room is named', () => {
  expect(importProblems('src/helpers/text.ts', '')).toEqual([expect.stringMatching('src/helpers is none of errors')]);
  expect(importProblems('src/data/idx.ts', `import '../helpers/index.ts';`)[0]).toMatch('src/helpers is no room');
});

test('cli imports the face of commands', () => {
  expect(importProblems('src/cli.ts', `import { runCommand } from './commands/index.ts';`)).toEqual([]);
  expect(importProblems('src/cli.ts', `import { exp } from './commands/exp.ts';`)).toHaveLength(1);
});

test('what only looks like an import is none', () => {
  const text = [
    `// import x from '../training/index.ts';`,
    `/* import('../training/index.ts') */`,
    `const sentence = "import x from '../training/index.ts'";`,
    `const other = \`\${1} import "../training/index.ts"\`;`,
    `Array.from('../training');`,
    `const half = 4 / 2; const url = new URL('../training/x.ts', import.meta.url);`,
  ].join('\n');
  expect(findImports(text)).toEqual([]);
});

test('the project keeps the order', () => {
  expect(checkImportDirection(readSources(fileURLToPath(new URL('../..', import.meta.url)), ['src']))).toEqual([]);
});
