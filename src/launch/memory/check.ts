/** Refuses what this machine has no memory for, before any of it is taken. */
import { availableMemory } from '../../engine/node.ts';
import { InputError } from '../../errors/index.ts';
import type { LoadedExperiment } from '../../experiment/index.ts';
import { formatBytes } from '../../text/index.ts';
import type { ChosenEngine } from '../engines.ts';
import { titleOf } from '../narrate.ts';
import { Works } from '../works.ts';
import { type Need, needsOf, totalOf, whyItDoesNotFit } from './needs.ts';

interface Plans {
  engineOf(loaded: LoadedExperiment): ChosenEngine;
  readonly threads: number | undefined;
  /** trainings at once, each in a process of its own; 1: in this one */
  readonly parallel: number;
}

/** Of a process of a sweep, beside what its training takes. */
const bytesOfProcess = 120e6;
/** Sentences of so many experiments are told. */
const mostTold = 5;

/** Throws an InputError where one of them, or as many as are trained at once, have no room. */
export async function refuseWithoutRoom(experiments: readonly LoadedExperiment[], plans: Plans): Promise<void> {
  const room = availableMemory();
  const known = new Map<string, readonly Need[]>();
  const works = new Works();
  const wrong: string[] = [];
  const totals: number[] = [];
  for (const loaded of experiments) {
    const { pairs, network, objective, training, engine } = loaded.experiment;
    const work = await works.of(loaded);
    const { optimizer, batchSize } = training;
    const key = JSON.stringify([work, pairs.perImage, network, objective, optimizer.name, batchSize, engine]);
    const needs =
      known.get(key) ??
      needsOf({
        experiment: loaded.experiment,
        work,
        engine: plans.engineOf(loaded).engine,
        threads: plans.threads,
      });
    if (!known.has(key)) {
      known.set(key, needs);
      const why = whyItDoesNotFit(needs, room);
      if (why !== null) wrong.push(`${titleOf(loaded)} does not fit into memory. ${why}`);
    }
    totals.push(totalOf(needs));
  }
  if (wrong.length > mostTold) wrong.splice(mostTold, wrong.length, `… and ${wrong.length - mostTold} more.`);
  if (wrong.length > 0) throw new InputError(wrong.join('\n'));
  refuseTooManyAtOnce(totals, plans.parallel, room);
}

/** The largest ones may come together. */
function refuseTooManyAtOnce(totals: readonly number[], parallel: number, room: { bytes: number; why: string }): void {
  const atOnce = Math.min(parallel, totals.length);
  if (atOnce < 2) return;
  const largest = totals.toSorted((a, b) => b - a).map((bytes) => bytes + bytesOfProcess);
  let [sum, fitting] = [0, 0];
  for (const bytes of largest.slice(0, atOnce)) {
    sum += bytes;
    if (sum <= room.bytes) fitting++;
  }
  if (sum <= room.bytes) return;
  throw new InputError(
    `--parallel is ${parallel}: ${atOnce} trainings at once would take about ${formatBytes(sum)} of memory, but ` +
      `${formatBytes(room.bytes)} ${room.why}. Use --parallel ${Math.max(1, fitting)} or less.`,
  );
}
