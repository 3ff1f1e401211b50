/** Has a run's plot drawn as the run ends, by another process: Vega takes memory that training should not hold. */

import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Experiment, Objective } from '../experiment/index.ts';
import { describeThreshold, isOptimistic, lossOf } from '../objective/index.ts';
import { type EpochRecord, runFiles, type Sink, writeAtomically } from '../record/index.ts';
import type { Teller } from '../text/index.ts';
import type { DrawAnswer, DrawOrder } from './draw-child.ts';
import { type ChartRequest, describeRunChart } from './run-chart.ts';

/** What a plot needs to know of a run beside its events. */
export interface PlottedRun {
  readonly experiment: Pick<Experiment, 'name' | 'objective'>;
  /** where it lies */
  readonly folder: { readonly folder: string };
  /** whole epochs that it has behind it */
  readonly before: readonly EpochRecord[];
}

/** A sink that leaves a plot of all epochs in the run folder, and warns where it could not be drawn. */
export function openPlot({ experiment, folder, before }: PlottedRun, teller: Pick<Teller, 'warn'>): Sink {
  const metrics = before.map((record) => record.metrics);
  return {
    take(event) {
      if (event.type === 'epoch') metrics.push(event.metrics);
    },
    async finish() {
      if (metrics.length === 0) return;
      const { name, objective } = experiment;
      const problem = await drawPlot(folder.folder, { name, ...describeFigures(objective), metrics });
      if (problem !== null) teller.warn(problem);
    },
  };
}

/** → null, or why there is none, as a sentence. */
export async function drawPlot(runFolder: string, request: ChartRequest): Promise<string | null> {
  try {
    const { svg, png } = await drawInAnotherProcess({ chart: describeRunChart(request) });
    writeAtomically(join(runFolder, runFiles.plotSvg), svg);
    writeAtomically(join(runFolder, runFiles.plotPng), png);
    return null;
  } catch (error) {
    return `The plot could not be drawn: ${(error as Error).message}`;
  }
}

/** What an objective's figures are called in a plot. */
function describeFigures(objective: Objective): Pick<ChartRequest, 'lossTitle' | 'accuracyNote'> {
  const { title, threshold } = lossOf(objective);
  return { lossTitle: title, accuracyNote: isOptimistic(objective) ? describeThreshold(threshold) : null };
}

/** Of a sweep, one run may end soon after another: a process takes far longer to start than to draw once more. */
const idleSeconds = 5;

let idle: { readonly child: ChildProcess; readonly rest: NodeJS.Timeout } | null = null;

type Drawn = Exclude<DrawAnswer, { problem: string }>;

async function drawInAnotherProcess(order: DrawOrder): Promise<Drawn> {
  const child = takeIdle() ?? startChild();
  const answer = await ask(child, order);
  if (child.connected) keep(child);
  if ('problem' in answer) throw new Error(answer.problem);
  return answer;
}

function takeIdle(): ChildProcess | null {
  if (idle === null) return null;
  const { child, rest } = idle;
  idle = null;
  clearTimeout(rest);
  child.ref();
  child.channel?.ref();
  return child.connected ? child : null;
}

/** It keeps nobody waiting, and ends by itself once nobody can send it orders any more. */
function keep(child: ChildProcess): void {
  takeIdle()?.disconnect();
  child.unref();
  child.channel?.unref();
  idle = { child, rest: setTimeout(() => takeIdle()?.disconnect(), 1000 * idleSeconds).unref() };
}

function startChild(): ChildProcess {
  const child = fork(join(import.meta.dirname, 'draw-child.ts'), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--expose-gc'],
    serialization: 'advanced', // a picture's bytes as they are
  });
  return child.on('error', () => {}); // heard where it is asked
}

function ask(child: ChildProcess, order: DrawOrder): Promise<DrawAnswer> {
  return new Promise((resolve) => {
    const hear = (answer: DrawAnswer) => end(answer);
    const die = (code: number | null, signal: NodeJS.Signals | null) =>
      end({ problem: `its process ended with ${code ?? signal}.` });
    const fail = ({ message }: Error) => end({ problem: message });
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      end({ problem: 'it took longer than two minutes.' });
    }, 120_000);
    const end = (answer: DrawAnswer) => {
      clearTimeout(limit);
      child.off('message', hear).off('exit', die).off('error', fail);
      resolve(answer);
    };
    child.on('message', hear).on('exit', die).on('error', fail);
    child.send(order, () => {}); // what can't be sent is told by the process's end
  });
}
