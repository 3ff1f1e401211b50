/** Which view a person gets: a live list in a terminal, else plain lines. */
import { printAside, tellerFor } from './print.ts';
import type { Stage, View } from './view.ts';

export async function openView(titles: readonly string[], stage: Stage): Promise<View> {
  return isLive(stage) ? (await import('./live-view.ts')).openLiveView(titles, stage) : openPlainView(stage);
}

/** Whether a person watches a live list, and sees none of the lines of the log. */
export function isLive({ options, surroundings }: Pick<Stage, 'options' | 'surroundings'>): boolean {
  const { TERM } = surroundings.env;
  return !options.json && process.stdout.isTTY === true && TERM !== 'dumb';
}

/** The lines of the log tell all that there is to tell. */
function openPlainView({ options, interrupts }: Stage): View {
  interrupts.addEventListener('abort', () => {
    printAside('Stopping after the steps under way; press Ctrl-C again to leave at once.');
  });
  return { sink: { take() {} }, teller: tellerFor(options), async done() {} };
}
