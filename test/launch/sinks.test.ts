/** Who takes a training's events beside the run folder. */
import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { chooseEngines, Datasets, type Job, runExperiment } from '../../src/launch/index.ts';
import { openRun, type Sink } from '../../src/record/index.ts';
import { tellerOf } from '../../src/text/index.ts';
import { load, temporaryFolder } from './tiny.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function runWith(...sinks: readonly Sink[]) {
  const [loaded] = load(folder, ['seed=1']) as [Job['loaded']];
  const chosen = (await chooseEngines([loaded])).get('reference') as Job['chosen'];
  return runExperiment(
    {
      ...{ loaded, chosen, sinks, datasets: new Datasets(), folder: { runsFolder: folder } },
      ...{ threads: 1, signal: new AbortController().signal, command: ['siamese', 'exp'], directory: folder },
    },
    tellerOf(() => {}),
  );
}

test('training waits for each sink, and brings it every event in order, the outcome last', async () => {
  const taken: string[] = [];
  let isBusy = false;
  const slow: Sink = {
    async take({ type }) {
      expect(isBusy).toBe(false);
      isBusy = true;
      await new Promise(setImmediate);
      isBusy = false;
      if (type !== 'steps') taken.push(type);
    },
    finish: ({ status }) => void taken.push(status),
  };
  expect((await runWith(slow)).status).toBe('completed');
  expect(taken).toEqual(['start', 'epoch', 'checkpoint', 'epoch', 'checkpoint', 'end', 'completed']);
});

test('a sink that throws ends the run, which says so, and the others are told', async () => {
  const outcomes: string[] = [];
  const broken: Sink = {
    take({ type }) {
      if (type === 'epoch') throw new Error('The printer is out of paper.');
    },
    finish() {
      throw new Error('There is no printer.'); // the first failure is the one to tell
    },
  };
  const result = await runWith(broken, { take() {}, finish: ({ status }) => void outcomes.push(status) });
  expect(result).toMatchObject({ status: 'failed', error: expect.stringContaining('out of paper') });
  expect(openRun(result.folder as string).status).toBe('failed');
  expect(outcomes).toEqual(['failed']);
});

test('a sink whose promise is rejected ends the run, which says so', async () => {
  const broken: Sink = {
    take: ({ type }) => (type === 'checkpoint' ? Promise.reject(new Error('The line is dead.')) : undefined),
    finish: () => Promise.reject(new Error('It is still dead.')),
  };
  const result = await runWith(broken);
  expect(result).toMatchObject({ status: 'failed', error: expect.stringContaining('The line is dead.') });
  expect(openRun(result.folder as string).status).toBe('failed');
});
