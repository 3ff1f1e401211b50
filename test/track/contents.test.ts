/** What is told of a run elsewhere, from its folder alone. */
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRunFolder, openRun, runFiles } from '../../src/record/index.ts';
import { contentsOf } from '../../src/track/mlflow/contents.ts';
import { checkpoint, end, epoch, requestIn, start, temporaryFolder } from '../record/fixtures.ts';
import { summaryIn } from './folder.ts';

let runs: string;
beforeEach(() => {
  runs = temporaryFolder();
});
afterEach(() => rmSync(runs, { recursive: true, force: true }));

/** Whose best epoch is the first of two. */
function endedRun(): ReturnType<typeof openRun> {
  const run = createRunFolder(requestIn(runs));
  for (const event of [start, epoch(1), checkpoint(1), epoch(2, 0.6, false), checkpoint(2), end(2)]) run.take(event);
  run.finish({ status: 'completed', reason: 'allEpochs' });
  return openRun(run.folder);
}

test('a summary has the figures of the last epoch under their names, those of the best one behind best.', () => {
  const found = endedRun();
  const summary = Object.fromEntries(contentsOf(found).summary.map(({ key, value }) => [key, value]));
  expect(summary).toEqual(summaryIn(found.path));
  expect(summary['auc']).not.toBe(summary['best.auc']);
});

test('nothing is sent that a link leads to, nor a model without its model.json', () => {
  const found = endedRun();
  const whole = contentsOf(found).artifacts;
  expect(whole).toContain(runFiles.weights);
  symlinkSync('/etc/hostname', join(found.path, runFiles.plotPng));
  rmSync(join(found.path, runFiles.log));
  symlinkSync('/etc/hostname', join(found.path, runFiles.log));
  rmSync(join(found.path, runFiles.modelJson));
  cpSync(join(found.path, runFiles.modelBest), join(found.path, 'elsewhere'), { recursive: true });
  rmSync(join(found.path, runFiles.modelBest), { recursive: true });
  symlinkSync(join(found.path, 'elsewhere'), join(found.path, runFiles.modelBest));
  const isSafe = (name: string) => !name.startsWith('model') && name !== runFiles.log;
  expect(contentsOf(found).artifacts).toEqual(whole.filter(isSafe));
});

test('the epochs that a run took over from another one took their time before it began', () => {
  const found = endedRun();
  const times = (seconds: number) => {
    const continues = { folder: 'another', epochs: 1, seconds };
    return contentsOf({ ...found, run: { ...found.run, continues } as typeof found.run }).metrics.map(
      ({ timestamp }) => timestamp,
    );
  };
  expect(times(100)).toEqual(times(0).map((time) => time - 100_000));
});

test('a hostile name of a sweep, a setting or a tag reaches MLflow as text alone', () => {
  const found = endedRun();
  const evil = `x' OR tags.\`siamese.sweep\` LIKE '%"\\\n=1`;
  const sweep = { name: evil, hash: null, trial: evil };
  const run = { ...found.run, sweep, description: evil, error: evil } as unknown as typeof found.run;
  const contents = contentsOf({ ...found, run });
  expect(contents.sweep).toEqual({ name: evil, id: expect.stringMatching(/^[0-9a-f]{64}$/) }); // what is searched for
  expect(contents.id).toMatch(/^[0-9a-f]{32}$/);
  for (const { key } of [...contents.params, ...contents.tags, ...contents.metrics]) expect(key).toMatch(/^[\w. -]+$/);
  const named = { ...found, run: { ...run, sweep: { ...sweep, hash: 'a1b2' } } as unknown as typeof found.run };
  expect(contentsOf(named).sweep?.id).toBe('a1b2');
});
