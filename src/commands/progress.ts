/** How far a piece of work is that has no view of its own, on standard error. */
import { formatCount, formatDuration } from '../text/index.ts';
import type { Options } from './command.ts';
import { printAside } from './print.ts';

/** Between two lines: in a terminal, where one replaces the other, and elsewhere. */
const millisecondsInTerminal = 200;
const millisecondsInLog = 10_000;

/** One line that is rewritten in a terminal, a line now and then elsewhere; none for work that is done at once. */
export class Progress {
  readonly #what: string;
  readonly #isTerminal: boolean;
  readonly #started = performance.now();
  #shownAt = performance.now();
  #isShown = false;

  /** what: after the counts, as in `1,200 of 2,400 images decoded` */
  constructor(what: string, { json }: Pick<Options, 'json'>) {
    this.#what = what;
    this.#isTerminal = json !== true && process.stderr.isTTY === true;
  }

  readonly take = ({ done, total }: { readonly done: number; readonly total: number }): void => {
    const now = performance.now();
    const wait = this.#isTerminal ? millisecondsInTerminal : millisecondsInLog;
    if (now - this.#shownAt < wait) return;
    this.#shownAt = now;
    const seconds = (now - this.#started) / 1000;
    const left = (seconds / done) * (total - done);
    const line = `${formatCount(done)} of ${formatCount(total)} images ${this.#what}, ${formatCount(Math.round(done / seconds))} a second, ${formatDuration(left)} left`;
    if (!this.#isTerminal) {
      printAside(line);
      return;
    }
    const columns = process.stderr.columns || 80;
    process.stderr.write(`\r\u001b[K${line.slice(0, columns - 1)}`);
    this.#isShown = true;
  };

  /** Leaves nothing of a line that was rewritten. */
  end(): void {
    if (this.#isShown) process.stderr.write('\r\u001b[K');
    this.#isShown = false;
  }
}
