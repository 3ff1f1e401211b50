/** The live list, fed with events by hand; where no terminal is, it writes what it would show line by line. */
import { afterEach, expect, test, vi } from 'vitest';
import { openLiveView } from '../../src/commands/live-view.ts';
import type { ViewContext } from '../../src/commands/view.ts';
import type { JobResult } from '../../src/launch/index.ts';
import { start } from '../record/fixtures.ts';

afterEach(() => vi.restoreAllMocks());

test('shows epoch, steps, pace and figures of each steps event, and at the end the summary', async () => {
  let written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
  const view = openLiveView(['tiny'], { interrupts: new AbortController().signal } as ViewContext);
  const { take } = view.sink;
  take({ type: 'opened', index: 0 });
  await new Promise(setImmediate); // the list takes up its task
  take({ type: 'training', index: 0, event: start });
  const steps = { type: 'steps', epoch: 1, step: 30, stepsPerEpoch: 40, loss: 0.25, accuracy: 0.75 } as const;
  take({ type: 'training', index: 0, event: { ...steps, millisecondsPerStep: 8 } });
  take({ type: 'closed', index: 0, result: { status: 'completed', summary: 'completed 2 epochs' } as JobResult });
  await view.done();
  expect(written).toMatch(/epoch 1\/\d+ .*8\.0 ms\/step {2}.* left {2}loss 0\.250 {2}accuracy 0\.750/);
  expect(written).toContain('tiny  completed 2 epochs');
});
