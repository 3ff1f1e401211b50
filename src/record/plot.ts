/** Has a run's plot drawn, by another process: Vega takes memory that training should not hold. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Objective } from '../experiment/index.ts';
import type { ChartRequest } from './chart.ts';
import type { DrawAnswer, DrawOrder } from './draw.ts';
import { runFiles } from './files.ts';

/** → null, or why there is none, as a sentence. */
export async function drawPlot(runFolder: string, request: ChartRequest): Promise<string | null> {
  const [svgFile, pngFile] = [join(runFolder, runFiles.plotSvg), join(runFolder, runFiles.plotPng)];
  const reason = await drawInAnotherProcess({ request, svgFile, pngFile });
  return reason === null ? null : `The plot could not be drawn: ${reason}`;
}

/** What an objective's figures are called in a plot. */
export function describeFigures({ loss }: Objective): Pick<ChartRequest, 'lossTitle' | 'accuracyNote'> {
  const accuracyNote = loss === 'triplet' ? 'at the threshold best for these very pairs: optimistic' : null;
  const titles = {
    binaryCrossentropy: 'binary cross-entropy',
    contrastive: 'contrastive loss',
    triplet: 'triplet loss',
  };
  return { lossTitle: titles[loss], accuracyNote };
}

/** Of a sweep, one run may end soon after another: a process takes far longer to start than to draw once more. */
const idleSeconds = 5;

let idle: { readonly child: ChildProcess; readonly rest: NodeJS.Timeout } | null = null;

async function drawInAnotherProcess(order: DrawOrder): Promise<string | null> {
  const child = takeIdle() ?? startChild();
  const reason = await ask(child, order);
  if (child.connected) keep(child);
  return reason;
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
  const child = fork(join(import.meta.dirname, 'draw.ts'), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--expose-gc'],
  });
  return child.on('error', () => {}); // heard where it is asked
}

function ask(child: ChildProcess, order: DrawOrder): Promise<string | null> {
  return new Promise((resolve) => {
    const hear = ({ reason }: DrawAnswer) => end(reason);
    const die = (code: number | null, signal: NodeJS.Signals | null) =>
      end(`its process ended with ${code ?? signal}.`);
    const fail = ({ message }: Error) => end(message);
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      end('it took longer than two minutes.');
    }, 120_000);
    const end = (reason: string | null) => {
      clearTimeout(limit);
      child.off('message', hear).off('exit', die).off('error', fail);
      resolve(reason);
    };
    child.on('message', hear).on('exit', die).on('error', fail);
    child.send(order, () => {}); // what can't be sent is told by the process's end
  });
}
