/** Training shown in a terminal: a list of experiments, and a live line under each that trains. */
import { Listr, type ListrTask } from 'listr2';
import { describeEngine, type JobResult, type ShownEvent, type TrialEvent } from '../launch/index.ts';
import { formatCount, formatDuration, formatFigure, formatMilliseconds, tellerOf } from '../text/index.ts';
import type { StartEvent, StepsEvent } from '../training/index.ts';
import { shown, style } from './print.ts';
import type { View, ViewContext } from './view.ts';

type Task = Parameters<ListrTask['task']>[1];

/** A line of the list: what it waits for. */
interface Entry {
  readonly title: string;
  /** false: it closed without ever having been opened */
  readonly opened: PromiseWithResolvers<boolean>;
  readonly closed: PromiseWithResolvers<JobResult>;
  task: Task | null;
  /** of the training under way, or of the last one */
  line: LiveLine | null;
}

export function openLiveView(titles: readonly string[], { interrupts }: ViewContext): View {
  const entries = titles.map(
    (title): Entry => ({
      title: shown(title),
      opened: Promise.withResolvers(),
      closed: Promise.withResolvers(),
      task: null,
      line: null,
    }),
  );
  // A list longer than the screen shows its end: then those that wait for their turn stay out of it.
  const isLong = titles.length > (process.stdout.rows || 24) - rowsBesideTheList;
  const list = new Listr(
    entries.map((entry) => taskOf(entry, isLong, interrupts)),
    {
      concurrent: true, // each waits for its turn by itself
      exitOnError: false,
      registerSignalListeners: false, // interrupts are cli's
      renderer: 'default',
      rendererOptions: { formatOutput: 'truncate' },
    },
  );
  const drawn = list.run();
  const show = (index: number, line: string) => {
    const task = entries[index]?.task;
    if (task != null) task.output = line;
  };
  const take = (event: TrialEvent<JobResult>) => {
    const entry = entries[event.index];
    if (entry === undefined) return;
    switch (event.type) {
      case 'opened':
        entry.opened.resolve(true);
        entry.line = new LiveLine((text) => show(event.index, text));
        break;
      case 'training':
        if (entry.task !== null && event.event.type === 'epoch' && event.event.isBlind)
          entry.task.title = `${entry.title}  tells no pair from another`;
        entry.line?.take(event.event);
        break;
      case 'waiting':
        show(event.index, `waiting: ${shown(event.why)}`);
        break;
      case 'closed':
        entry.opened.resolve(false);
        entry.closed.resolve(event.result);
        break;
    }
  };
  return {
    sink: { take },
    teller: tellerOf(() => {}), // what lines tell, the list shows
    async done() {
      await drawn;
    },
  };
}

/** For live lines, and for what stood on the screen before. */
const rowsBesideTheList = 6;

function taskOf(entry: Entry, isLong: boolean, interrupts: AbortSignal): ListrTask {
  let isAsked = false;
  return {
    title: entry.title,
    /** listr2 asks twice: for the first drawing, and when it would start the task, which then waits for the answer */
    enabled: () => {
      const isFirst = !isAsked;
      isAsked = true;
      return isFirst ? !isLong : entry.opened.promise.then((isOpened) => isOpened || !isLong);
    },
    task: async (_, task) => {
      entry.task = task;
      task.output = 'reading data';
      const onAbort = () => {
        task.title = `${entry.title}  stopping; Ctrl-C again leaves at once`;
      };
      interrupts.addEventListener('abort', onAbort);
      const result = await entry.closed.promise;
      interrupts.removeEventListener('abort', onAbort);
      if (result.status === 'failed') throw new Error(`${entry.title}  failed`); // its sentence follows the table
      const isIdle = result.status === 'not started' || !(await entry.opened.promise);
      if (isIdle) return task.skip(`${entry.title}  ${shown(result.summary)}`);
      task.title = `${entry.title}  ${shown(result.summary)}`;
    },
  };
}

/** Columns that listr2 takes for itself. */
const indentation = 8;
/** The bar has at least this many columns before figures that a narrow terminal can do without. */
const shortBar = 10;

/** Follows the events, and says them in one line. */
class LiveLine {
  readonly #show: (line: string) => void;
  #start: StartEvent | null = null;
  #validation = '';
  #epochSeconds: number[] = [];

  constructor(show: (line: string) => void) {
    this.#show = show;
  }

  take(event: ShownEvent): void {
    switch (event.type) {
      case 'start':
        this.#start = event;
        this.#show(shown(describeEngine(event.engine)));
        break;
      case 'steps':
        this.#show(this.#describe(event));
        break;
      case 'epoch':
        this.#epochSeconds.push(event.metrics.seconds);
        this.#validation = `  validation ${event.metrics.valAccuracy.toFixed(3)}`;
        break;
      case 'end':
        this.#show('saving the model, drawing the plot');
        break;
    }
  }

  #describe(event: StepsEvent): string {
    const { epoch, step, stepsPerEpoch, loss, accuracy, millisecondsPerStep } = event;
    const head = `epoch ${epoch}/${this.#start?.epochs ?? '?'} `;
    const pace = `${formatMilliseconds(millisecondsPerStep)} ms/step  ${formatDuration(this.#secondsLeft(event))} left`;
    const figures = `loss ${formatFigure(loss, 3)}  accuracy ${accuracy.toFixed(3)}`;
    const steps = ` ${formatCount(step)}/${formatCount(stepsPerEpoch)}`;
    let room = (process.stdout.columns || 80) - indentation - `${head}  ${pace}  ${figures}`.length;
    const ifRoom = (text: string): string => {
      if (room - text.length < shortBar) return '';
      room -= text.length;
      return text;
    };
    const [validation, count] = [ifRoom(this.#validation), ifRoom(steps)];
    return `${head}${drawBar(step / stepsPerEpoch, Math.min(24, room))}${count}  ${pace}  ${figures}${validation}`;
  }

  /** Whole epochs tell best, as they count validation too; in the first, the last steps' pace. */
  #secondsLeft({ epoch, step, stepsPerEpoch, millisecondsPerStep }: StepsEvent): number {
    const recent = this.#epochSeconds.slice(-3);
    const epochSeconds =
      recent.length === 0
        ? (stepsPerEpoch * millisecondsPerStep) / 1000
        : recent.reduce((sum, seconds) => sum + seconds, 0) / recent.length;
    return epochSeconds * ((this.#start?.epochs ?? epoch) - epoch + 1 - step / stepsPerEpoch);
  }
}

/** `━━━━━━╸─────`; nothing where there is no room for it. */
function drawBar(share: number, width: number): string {
  if (width < 5) return '';
  const full = Math.floor(share * width);
  const done = `${'━'.repeat(full)}${full < width ? '╸' : ''}`;
  return `${style('cyan', done)}${style('dim', '─'.repeat(width - done.length))}`;
}
