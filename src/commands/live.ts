/** Training shown in a terminal: a list of experiments, and a live line under the one that trains. */
import { Listr, type ListrTask } from 'listr2';
import { type Job, type JobResult, runExperiment } from '../launch/index.ts';
import type { Sink } from '../record/index.ts';
import type { StartEvent, StepsEvent } from '../training/index.ts';
import { formatCount, formatDuration, formatFigure, formatMilliseconds, style } from './print.ts';

export interface LiveOptions {
  /** a person's Ctrl-C */
  readonly interrupts: AbortSignal;
  /** listen too */
  readonly sinks: readonly Sink[];
}

export async function runLive(jobs: readonly Job[], { interrupts, sinks }: LiveOptions): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const tasks = jobs.map((job): ListrTask => {
    const { name } = job.loaded.experiment;
    return {
      title: name,
      task: async (_, task) => {
        const show = (line: string) => {
          task.output = line;
        };
        const onAbort = () => {
          task.title = `${name}  stopping; Ctrl-C again leaves at once`;
        };
        interrupts.addEventListener('abort', onAbort);
        show('reading data');
        const result = await runExperiment(job, { sinks: [new LiveLine(show), ...sinks], say: () => {} });
        interrupts.removeEventListener('abort', onAbort);
        results.push(result);
        if (result.status === 'failed') throw new Error(`${name}  failed`); // its sentence follows the table
        if (result.status === 'not started') return task.skip(`${name}  not started`);
        task.title = `${name}  ${result.summary}`;
      },
    };
  });
  const list = new Listr(tasks, {
    concurrent: false,
    exitOnError: false,
    registerSignalListeners: false, // interrupts are cli's
    renderer: 'default',
    rendererOptions: { formatOutput: 'truncate' },
  });
  await list.run();
  return results;
}

/** Columns that listr2 takes for itself. */
const indentation = 8;
/** The bar has at least this many columns before figures that a narrow terminal can do without. */
const shortBar = 10;

/** Follows the events, and says them in one line. */
class LiveLine implements Sink {
  readonly #show: (line: string) => void;
  #start: StartEvent | null = null;
  #validation = '';
  #epochSeconds: number[] = [];

  constructor(show: (line: string) => void) {
    this.#show = show;
  }

  take(event: Parameters<Sink['take']>[0]): void {
    switch (event.type) {
      case 'start':
        this.#start = event;
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

  finish(): void {}

  #describe(event: StepsEvent): string {
    const { epoch, step, stepsPerEpoch, loss, accuracy, millisecondsPerStep } = event;
    const head = `epoch ${epoch}/${this.#start?.epochs ?? '?'} `;
    const pace = `${formatMilliseconds(millisecondsPerStep)} ms/step  ${formatDuration(this.#secondsLeft(event))} left`;
    const figures = `loss ${formatFigure(loss, 3)}  accuracy ${accuracy.toFixed(3)}`;
    const steps = ` ${formatCount(step)}/${formatCount(stepsPerEpoch)}`;
    let room = (process.stdout.columns ?? 80) - indentation - `${head}  ${pace}  ${figures}`.length;
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
