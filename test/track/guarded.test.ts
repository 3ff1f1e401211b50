/** A tracker that fails, in any way, at any time: it says so once, is told no more, and harms nothing else. */
import { rmSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { createRunFolder, type Sink } from '../../src/record/index.ts';
import { tellerOf } from '../../src/text/index.ts';
import { openTrackers, type TrackerKind } from '../../src/track/index.ts';
import { checkpoint, end, epoch, loaded, requestIn, start, temporaryFolder } from '../record/fixtures.ts';

const runsFolder = temporaryFolder();
afterAll(() => rmSync(runsFolder, { recursive: true, force: true }));

const error = new Error('The printer is out of paper');
const fail = () => {
  throw error;
};
const later = () => new Promise<void>((_, reject) => setTimeout(reject, 20, error));

const failing: Record<string, () => Sink> = {
  'throws where it is opened': fail,
  'throws at each event': () => ({ take: fail }),
  'answers each event with a promise that is rejected': () => ({ take: () => Promise.reject(error) }),
  'has promises that are rejected later, all of them': () => ({ take: later }),
  'rejects with what is no error': () => ({ take: () => Promise.reject(null) }),
  'throws at the end': () => ({ take() {}, finish: fail }),
  'has an end that is rejected': () => ({ take() {}, finish: later }),
};

test.each(Object.entries(failing))('a tracker that %s is given up, and another one has all', async (_, open) => {
  const folder = createRunFolder(requestIn(runsFolder));
  const taken: string[] = [];
  const sound: Sink = {
    take: ({ type }) => void taken.push(type),
    finish: ({ status }) => void taken.push(status),
  };
  const kinds: TrackerKind[] = [
    { title: 'Printer', open },
    { title: 'Sound', open: () => sound },
  ];
  const said: string[] = [];
  const teller = tellerOf((line) => said.push(line));
  const tracked = { experiment: loaded.experiment, folder, before: [], env: {} };
  const trackers = openTrackers(tracked, teller, kinds);
  const events = [start, epoch(1), checkpoint(1), end(1)];
  for (const event of events) {
    folder.take(event);
    for (const tracker of trackers) expect(tracker.take(event)).toBeUndefined(); // nothing to wait for
    await turn();
  }
  await new Promise((done) => setTimeout(done, 40)); // else what is rejected late would never be met
  const outcome = { status: 'completed', reason: 'allEpochs' } as const;
  folder.finish(outcome);
  for (const tracker of trackers) await tracker.finish?.(outcome);
  expect(taken).toEqual(['start', 'epoch', 'checkpoint', 'end', 'completed']);
  expect(said).toEqual([expect.stringMatching(/^Printer is told no more of this run, which is not harmed\. /)]);
});
