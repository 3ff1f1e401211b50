import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRun, readMetrics, runFiles } from '../../src/record/index.ts';
import { readEvents } from '../../src/track/tensorboard/event-file.ts';
import { siamese } from '../commands/siamese.ts';
import { load, sweep, temporaryFolder } from '../launch/tiny.ts';

let folder: string;
let runs: string;
beforeEach(() => {
  folder = temporaryFolder();
  runs = join(folder, 'runs');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tracked = (...more: readonly string[]) => load(folder, ['track.tensorboard=true', ...more]);
const only = (told: Awaited<ReturnType<typeof sweep>>): string => told.results[0]?.folder as string;
const parts = ['', 'train', 'validation'];
const eventFiles = (run: string) =>
  parts.flatMap((part) => {
    const path = join(run, runFiles.tensorboard, part);
    return readdirSync(path)
      .filter((name) => name.includes('tfevents'))
      .map((name) => join(path, name));
  });
const steps = (run: string) =>
  ['train', 'validation'].map((part) => [...readEvents(join(run, runFiles.tensorboard, part)).keys()]);

it('a run writes no event files unless its experiment says so', async () => {
  const run = only(await sweep(load(folder, []), { runsFolder: runs }));
  expect(existsSync(join(run, runFiles.tensorboard))).toBe(false);
});

it('tracking changes no bit of a run', async () => {
  const [plain, told] = await Promise.all([
    sweep(load(folder, []), { runsFolder: join(runs, 'plain') }),
    sweep(tracked(), { runsFolder: join(runs, 'tracked') }),
  ]);
  const hash = (run: string) => openRun(run).run.weightsHash;
  expect(hash(only(told))).toBe(hash(only(plain)));
});

it('a run that goes on has each epoch once, in one file a folder, though its process died within a record', async () => {
  const experiments = tracked('training.epochs=4');
  const trainTo = (epoch: number) => {
    const stop = new AbortController();
    const hear = (line: string) => {
      if (line.startsWith(`epoch ${epoch}`)) stop.abort();
    };
    return sweep(experiments, { runsFolder: runs, signal: stop.signal, hear });
  };
  const run = only(await trainTo(2));
  expect(steps(run)).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ]);
  const before = eventFiles(run);
  const [, train = '', validation = ''] = before;
  appendFileSync(train, readFileSync(train).subarray(-200, -100)); // a record that lacks its beginning and its end
  truncateSync(validation, readFileSync(validation).length - 7); // epoch 2, not yet whole
  await trainTo(3);
  const between = eventFiles(run).filter((file) => !before.includes(file));
  expect(before.map((file) => statSync(file).size)).toEqual([0, 0, 0]); // a TensorBoard may have them open
  const { results } = await sweep(experiments, { runsFolder: runs });
  expect(results).toMatchObject([{ how: 'resumed', status: 'completed', epochs: 4 }]);
  expect(before.filter((file) => existsSync(file))).toEqual([]);
  expect(between.map((file) => statSync(file).size)).toEqual([0, 0, 0]);
  expect(eventFiles(run)).toHaveLength(6);
  expect(steps(run)).toEqual([
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4],
  ]);
});

it('a run that begins with the epochs of another has them too', async () => {
  await sweep(tracked('name=short', 'training.epochs=2'), { runsFolder: runs });
  const told = await sweep(tracked('name=long', 'training.epochs=3'), { runsFolder: runs });
  expect(told.results).toMatchObject([{ how: 'continued', from: { epochs: 2 } }]);
  expect(steps(only(told))).toEqual([
    [0, 1, 2, 3],
    [0, 1, 2, 3],
  ]);
});

it('a run whose event files can no longer be written goes on, and says so once', async () => {
  const hear = (line: string) => {
    if (!line.startsWith('epoch 1')) return;
    const path = join(runs, readdirSync(runs).find((name) => name.includes('tiny')) as string, runFiles.tensorboard);
    rmSync(path, { recursive: true });
    writeFileSync(path, 'in the way');
  };
  const told = await sweep(tracked('training.epochs=3'), { runsFolder: runs, hear });
  expect(told.results).toMatchObject([{ status: 'completed', epochs: 3, error: null }]);
  const said = told.lines.filter((line) => line.includes('TensorBoard'));
  expect(said).toEqual([
    expect.stringMatching(/^TensorBoard is told no more of this run, which is not harmed\. .+\.$/),
  ]);
  expect(readFileSync(join(only(told), runFiles.log), 'utf8')).toContain(`${said[0]}\n`);
  expect(readMetrics(openRun(only(told)))).toHaveLength(3);
});

it('a run that reproduces another one is not tracked', async () => {
  const run = only(await sweep(tracked(), { runsFolder: runs }));
  const { code, stdout, stderr } = await siamese(['reproduce', run, '--runs', runs, '--json']);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const anew = (JSON.parse(stdout) as { reproduction: string }).reproduction;
  expect(existsSync(join(anew, runFiles.metrics))).toBe(true);
  expect(existsSync(join(anew, runFiles.tensorboard))).toBe(false);
});
