/** Has a run's plot drawn as the run ends, by another process: Vega takes memory that training should not hold. */

import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Crash } from '../engine/node.ts';
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
async function drawPlot(runFolder: string, request: ChartRequest): Promise<string | null> {
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
  const { ask, isCrash, startChild } = await import('../engine/node.ts'); // only runs that end need it
  const child = takeIdle() ?? startChild(new URL('./draw-child.ts', import.meta.url));
  const answer = await ask(child, order, (message: DrawAnswer) => message, { seconds: mostSeconds });
  if (child.connected) keep(child);
  if (isCrash(answer)) throw new Error(describeEnd(answer));
  if ('problem' in answer) throw new Error(answer.problem);
  return answer;
}

const mostSeconds = 120;

function describeEnd({ failure, exitCode, signal, isTimeout }: Crash): string {
  if (isTimeout) return 'it took longer than two minutes.';
  return failure ?? `its process ended with ${exitCode ?? signal}.`;
}

function takeIdle(): ChildProcess | null {
  if (idle === null) return null;
  const { child, rest } = idle;
  idle = null;
  clearTimeout(rest);
  for (const handle of handlesOf(child)) handle?.ref();
  return child.connected ? child : null;
}

/** It keeps nobody waiting, and ends by itself once nobody can send it orders any more. */
function keep(child: ChildProcess): void {
  takeIdle()?.disconnect();
  for (const handle of handlesOf(child)) handle?.unref();
  idle = { child, rest: setTimeout(() => takeIdle()?.disconnect(), 1000 * idleSeconds).unref() };
}

/** All that keeps this process from ending. */
const handlesOf = (child: ChildProcess) => [child, child.channel, child.stderr as Socket | null];
