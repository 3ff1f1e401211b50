/** A run's plot: drawn before the run says that it has completed, and no run fails without one. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { LoadedExperiment } from '../../src/experiment/index.ts';
import { type ChosenEngine, chooseEngines, Datasets, runExperiment } from '../../src/launch/index.ts';
import { openRun, runFiles, type Sink } from '../../src/record/index.ts';
import { tellerOf } from '../../src/text/index.ts';
import { foldersIn, load, temporaryFolder } from './tiny.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Trains a run in a runs folder of its own; `sinkFor` is told where the run lies once it has started. */
async function run(name: string, sinkFor: (path: () => string) => Sink) {
  const [loaded] = load(folder, [`name=${name}`]) as [LoadedExperiment];
  const runsFolder = join(folder, name);
  const path = () => join(runsFolder, foldersIn(runsFolder)[0] as string);
  const lines: { line: string; status: string | null }[] = [];
  const hear = (line: string) => {
    lines.push({ line, status: existsSync(runsFolder) ? openRun(path()).status : null });
  };
  const result = await runExperiment(
    {
      loaded,
      chosen: (await chooseEngines([loaded])).get('reference') as ChosenEngine,
      datasets: new Datasets(),
      folder: { runsFolder },
      threads: 1,
      signal: new AbortController().signal,
      sinks: [sinkFor(path)],
      command: ['siamese', 'exp'],
      directory: folder,
    },
    tellerOf(hear),
  );
  return { result, lines };
}

test('a run has its plot and its models when it says that it has completed', async () => {
  const seen: object[] = [];
  const look = (path: string) => {
    const files = [runFiles.weights, runFiles.plotSvg, runFiles.plotPng].map((file) => existsSync(join(path, file)));
    seen.push({ status: openRun(path).status, files });
  };
  const { result } = await run('drawn', (path) => ({
    take: ({ type }) => (type === 'end' ? look(path()) : undefined),
    finish: () => look(path()),
  }));
  expect(seen).toEqual([
    { status: 'running', files: [true, false, false] }, // the model first: a second Ctrl-C may come while it is drawn
    { status: 'completed', files: [true, true, true] },
  ]);
  expect(result).toMatchObject({ status: 'completed', warnings: [] });
});

test('a plot that can not be drawn is warned of, in the terminal and in the log, and the run completes', async () => {
  const { result, lines } = await run('undrawn', (path) => ({
    take: ({ type }) => void (type === 'start' && mkdirSync(join(path(), runFiles.plotSvg))),
  }));
  const warning = expect.stringMatching(/^The plot could not be drawn: .*plot\.svg/);
  expect(result).toMatchObject({ status: 'completed', warnings: [warning] });
  const isTold = (line: string) => line.includes('could not be drawn');
  expect(lines.filter(({ line }) => isTold(line))).toEqual([{ line: warning, status: 'running' }]);
  const log = readFileSync(join(result.folder as string, runFiles.log), 'utf8').split('\n');
  expect(log.filter(isTold)).toEqual([warning]);
  expect(openRun(result.folder as string).status).toBe('completed');
});
