/** What a person sees of trainings while they go on: a live list in a terminal, else plain lines. */
import type { Audience, JobResult } from '../launch/index.ts';
import type { Options, Surroundings } from './command.ts';
import { printAside, printLine } from './print.ts';

export interface Stage {
  readonly options: Options;
  readonly surroundings: Surroundings;
  /** a person's Ctrl-C */
  readonly interrupts: AbortSignal;
}

/** `closes` must be called for each training, before `done`. */
export interface View extends Audience {
  closes(index: number, result: JobResult): void;
  /** Waits until everything is shown. */
  done(): Promise<void>;
}

/** `isMixed`: lines of several trainings come at once, so that each says whose it is. */
export async function openView(titles: readonly string[], stage: Stage, isMixed = false): Promise<View> {
  if (isLive(stage)) return (await import('./live.ts')).openLiveView(titles, stage);
  const { options, interrupts } = stage;
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

/** Whether a person watches a live list, and sees none of the lines of the log. */
export function isLive({ options, surroundings }: Pick<Stage, 'options' | 'surroundings'>): boolean {
  const { TERM } = surroundings.env;
  return !options.json && process.stdout.isTTY === true && TERM !== 'dumb';
}

/** Where lines for people go: beside the JSON, if that is asked for. */
export const sayFor = ({ json }: Options): ((line: string) => void) => (json ? printAside : printLine);
