import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compareRuns, contrastRuns } from '../../src/compare/index.ts';
import { rankedKeys } from '../../src/evaluation/index.ts';
import type { Experiment } from '../../src/experiment/index.ts';
import { comparisonSheet, comparisonTable } from '../../src/report/comparing/comparison-sheet.ts';
import { contrastSheet } from '../../src/report/comparing/contrast-sheet.ts';
import { picturesOf } from '../../src/report/comparing/pictures.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderWithTitle } from '../../src/report/terminal.ts';
import { type RunParts, runOf } from '../compare/runs.ts';
import { folderWith, load } from '../experiment/folder.ts';
import { randomFile } from '../experiment/random-files.ts';

const isEven = (pair: number): boolean => pair % 2 === 0;
const randomRun = fc.record({
  file: randomFile,
  seed: fc.constantFrom(1, 2),
  status: fc.constantFrom<NonNullable<RunParts['status']>>('completed', 'stopped', 'interrupted'),
  accuracies: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
  isEvaluated: fc.boolean(),
});
const screen = { columns: 80, isUnicode: true, isColoured: false };

test('any runs can be compared and shown, whatever keys one has and another lacks', async () => {
  const cwd = folderWith({});
  const experimentOf = (file: unknown): Experiment => {
    writeFileSync(`${cwd}/a.yaml`, stringify(file));
    return load(cwd, 'a.yaml')[0]?.experiment as Experiment;
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(randomRun, { minLength: 2, maxLength: 3 }),
      fc.constantFrom(...rankedKeys),
      async (parts, metric) => {
        const runs = parts.map(({ file, seed, status, accuracies, isEvaluated }) => {
          const experiment = experimentOf(file.short);
          const { data } = experiment;
          const images = JSON.stringify(data);
          const correct = isEvaluated ? { correct: isEven } : {};
          return runOf({ experiment, seed, status, accuracies, images, ...correct });
        });
        const [a, b] = runs as [(typeof runs)[0], (typeof runs)[0]];
        const request = { runs, unreadable: [], pathOf: (path: string) => path };
        const comparison = await compareRuns(runs, { metric });
        const contrast = await contrastRuns(a, b);
        const extent = { withCommon: true, withTraining: true, mostRows: null };
        const sheets = [
          comparisonSheet({ ...request, comparison }, extent),
          contrastSheet({ ...request, contrast }, extent),
        ];
        const shown = sheets.flatMap((sheet) => [renderWithTitle(sheet, screen), renderMarkdown(sheet)]);
        for (const text of [...shown, renderCsv(comparisonTable(comparison)), JSON.stringify({ comparison, contrast })])
          expect(text).not.toMatch(/\b(undefined|NaN)\b|\[object/);
        for (const sheet of sheets) await picturesOf(sheet, 'siamese-lab').html();
      },
    ),
    { numRuns: 40 },
  );
});
