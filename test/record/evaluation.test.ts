import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protocolOf } from '../../src/evaluation/index.ts';
import {
  countCorrect,
  createRunFolder,
  openRun,
  prepareResume,
  type RunFolder,
  readCheckpoint,
  runFiles,
  writeCheckpoint,
} from '../../src/record/index.ts';
import { readEvaluation as readOf } from '../../src/record/measured.ts';
import type { TrainingEvent } from '../../src/training/index.ts';
import { writeRunJson } from '../run-json.ts';
import {
  checkpoint,
  end,
  epoch,
  epochEvaluationOf,
  evaluatedAfter,
  experiment,
  markOfDead,
  pairEvaluationOf,
  requestIn,
  start,
  temporaryFolder,
} from './fixtures.ts';

let runs: string;
beforeEach(() => {
  runs = join(temporaryFolder(), 'runs');
});
afterEach(() => rmSync(join(runs, '..'), { recursive: true, force: true }));

const launch = { command: ['siamese', 'resume', 'latest'], directory: import.meta.dirname };
const fileOf = (folder: string) => join(folder, runFiles.evaluation);

const readEvaluation = (folder: string) => readOf(openRun(folder));

function runThrough(...events: readonly TrainingEvent[]): RunFolder {
  const run = createRunFolder(requestIn(runs));
  for (const event of events) run.take(event);
  return run;
}

/** A run whose process was killed after these events, and which goes on. */
function killedAndResumed(...events: readonly TrainingEvent[]): RunFolder {
  const { folder, run } = runThrough(...events);
  return resumed(folder, run);
}

function resumed(folder: string, run: RunFolder['run']): RunFolder {
  writeRunJson(folder, { ...run, process: markOfDead() });
  const on = prepareResume({ found: openRun(folder), epochs: null }).begin(start, launch);
  on.take(start);
  return on;
}

describe('evaluation.json', () => {
  it('holds the last epoch and the best one, and what they were measured on', () => {
    const { folder } = runThrough(start);
    expect(readEvaluation(folder)).toBeNull();
    const run = runThrough(start, epoch(1), checkpoint(1), epoch(2, 0.6, false));
    expect(readEvaluation(run.folder)).toEqual({
      format: 1,
      protocol: protocolOf(experiment.objective),
      measuredOn: start.measuredOn,
      last: { ...epochEvaluationOf(2), accuracy: 0.6 },
      best: epochEvaluationOf(1),
    });
    run.take(epoch(3));
    expect(readEvaluation(run.folder)).toMatchObject({ last: epochEvaluationOf(3), best: epochEvaluationOf(3) });
  });

  it('gives back which pairs were called rightly', () => {
    const { folder } = runThrough(start, epoch(1), epoch(2));
    const { last } = readEvaluation(folder) ?? {};
    if (last === undefined) throw new Error('no evaluation');
    const counts = new Uint16Array(100).fill(1);
    countCorrect(last, counts);
    expect(Array.from(counts)).toEqual(Array.from(pairEvaluationOf(2).correct, (bit) => 1 + bit));
  });

  it('of a run that was killed is that of its checkpoint again, and ends as if nothing had happened', () => {
    const twin = runThrough(start, epoch(1), checkpoint(1), epoch(2, 0.7, false));
    const run = killedAndResumed(start, epoch(1), checkpoint(1), epoch(2), epoch(3));
    expect(readEvaluation(run.folder)).toMatchObject({ ...evaluatedAfter(1) });
    run.take(epoch(2, 0.7, false));
    expect(readFileSync(fileOf(run.folder), 'utf8')).toBe(readFileSync(fileOf(twin.folder), 'utf8'));
  });

  it('is gone again where nothing was kept', () => {
    const run = killedAndResumed(start, epoch(1));
    expect(existsSync(fileOf(run.folder))).toBe(false);
  });

  it('comes to know the last epoch, not the best, of a run from before there was such a file', () => {
    const { folder, run } = runThrough(start, epoch(1), checkpoint(1));
    const file = join(folder, runFiles.checkpointLast);
    const { evaluation: _, ...old } = readCheckpoint(file);
    writeCheckpoint(folder, old as ReturnType<typeof readCheckpoint>);
    rmSync(fileOf(folder));
    const on = resumed(folder, run);
    expect(readEvaluation(folder)).toBeNull();
    on.take(epoch(2, 0.6, false));
    expect(readEvaluation(folder)).toMatchObject({ last: { epoch: 2 }, best: null });
  });

  it('says what is wrong with it', () => {
    const { folder } = runThrough(start, epoch(1), checkpoint(1), end(1, 'stopped'));
    const missing = `evaluation.json of ${basename(folder)} is damaged: something in it is missing.`;
    const whole = JSON.parse(readFileSync(fileOf(folder), 'utf8'));
    const withSeparation = (change: object) => {
      const { separation } = whole.last;
      return { ...whole, last: { ...whole.last, separation: { ...separation, ...change } } };
    };
    for (const [content, sentence] of [
      ['{"format": 1, ', "evaluation.json is damaged: it isn't JSON."],
      ['[1]', "evaluation.json is damaged or someone else's: it has no format number."],
      [{ ...whole, format: 2 }, 'evaluation.json was written by a newer version: format 2; this one reads 1.'],
      [{ ...whole, last: { epoch: 1 } }, missing],
      [{ ...whole, measuredOn: { ...start.measuredOn, pairs: 105 } }, missing],
      [{ ...whole, measuredOn: null }, missing],
      [withSeparation({ auc: undefined }), missing],
      [withSeparation({ dPrime: '0.9' }), missing],
    ] as const) {
      writeFileSync(fileOf(folder), typeof content === 'string' ? content : JSON.stringify(content));
      expect(() => readEvaluation(folder)).toThrow(sentence);
    }
    writeFileSync(fileOf(folder), JSON.stringify(withSeparation({ dPrime: null })));
    expect(() => readEvaluation(folder)).toThrow(
      / is damaged: it isn't what was written, as its digest in run\.json shows\.$/,
    );
  });
});
