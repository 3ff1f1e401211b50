/** Which view a person gets: a live list in a terminal, else plain lines. */
import { printAside, sayFor } from './print.ts';
import type { Stage, View } from './view.ts';

/** `isMixed`: lines of several trainings come at once, so that each says whose it is. */
export async function openView(titles: readonly string[], stage: Stage, isMixed = false): Promise<View> {
  if (isLive(stage)) return (await import('./live-view.ts')).openLiveView(titles, stage);
  return openPlainView(titles, stage, isMixed);
}

/** Whether a person watches a live list, and sees none of the lines of the log. */
export function isLive({ options, surroundings }: Pick<Stage, 'options' | 'surroundings'>): boolean {
  const { TERM } = surroundings.env;
  return !options.json && process.stdout.isTTY === true && TERM !== 'dumb';
}

function openPlainView(titles: readonly string[], { options, interrupts }: Stage, isMixed: boolean): View {
  const say = sayFor(options);
  interrupts.addEventListener('abort', () => {
    printAside('Stopping after the steps under way; press Ctrl-C again to leave at once.');
  });
  const sayFrom = (title: string) => (text: string) => {
    for (const line of text.split('\n')) say(line.startsWith(title) ? line : `${title}: ${line}`);
  };
  const opens = (index: number) => ({ see() {}, say: isMixed ? sayFrom(titles[index] ?? '') : say });
  return { opens, waits() {}, closes() {}, says: say, async done() {} };
}
