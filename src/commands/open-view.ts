/** Which view a person gets: a live list in a terminal, else plain lines. */
import { printAside, tellerFor } from './print.ts';
import type { View, ViewContext } from './view.ts';

export async function openView(titles: readonly string[], context: ViewContext): Promise<View> {
  return isLive(context) ? (await import('./live-view.ts')).openLiveView(titles, context) : openPlainView(context);
}

/**
 * Whether a person watches a live list, and sees none of the lines of the log. A terminal that doesn't know its width,
 * as over a serial line, says 0 columns: no list has room there.
 */
export function isLive({ options, surroundings }: Pick<ViewContext, 'options' | 'surroundings'>): boolean {
  const { TERM } = surroundings.env;
  return !options.json && process.stdout.isTTY === true && process.stdout.columns > 0 && TERM !== 'dumb';
}

/** The lines of the log tell all that there is to tell. */
function openPlainView({ options, interrupts }: ViewContext): View {
  interrupts.addEventListener('abort', () => {
    printAside('Stopping after the steps under way; press Ctrl-C again to leave at once.');
  });
  return { sink: { take() {} }, teller: tellerFor(options), async done() {} };
}
