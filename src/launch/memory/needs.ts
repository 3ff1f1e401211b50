/** What training takes of this machine's memory, worked out before any of it is taken. */
import { exampleKinds } from '../../data/index.ts';
import type { Engine } from '../../engine/index.ts';
import type { Experiment } from '../../experiment/index.ts';
import type { Plan } from '../../network/index.ts';
import { drawingOf, planOf } from '../../objective/index.ts';
import { formatBytes, formatCount } from '../../text/index.ts';
import type { Work } from '../works.ts';

/** A part of it. */
export interface Need {
  /** e.g. `120,000,000 pairs` */
  readonly what: string;
  readonly bytes: number;
  /** what to change so that this part takes no more than so many bytes */
  remedy(room: number): string;
}

export interface Trained {
  readonly experiment: Experiment;
  readonly work: Work;
  readonly engine: Engine;
  readonly threads: number | undefined;
}

/** The largest first. */
export function needsOf(trained: Trained): Need[] {
  const { experiment, work } = trained;
  const plan = planOf(experiment.network, experiment.objective);
  const needs = [needOfExamples(experiment, work), needOfEmbeddings(experiment, work), ...needsOfEngine(trained, plan)];
  return needs.sort((a, b) => b.bytes - a.bytes);
}

/**
 * An epoch's examples are there as drawn, once more as they are shuffled, and once more for the next epoch; beside them
 * the order that they are shuffled by, and the triplets that pairs are made of.
 */
function needOfExamples(experiment: Experiment, { examples }: Work): Need {
  const { noun, rowsPerExample, isLabelled, LabelArray } = exampleKinds[drawingOf(experiment).examples];
  const ofOne = 4 * rowsPerExample + (isLabelled ? LabelArray.BYTES_PER_ELEMENT : 0);
  const ofEach = 3 * ofOne + 4 + 6;
  const { perImage } = experiment.pairs;
  const ofOnePerImage = (ofEach * examples) / perImage;
  return {
    what: `${formatCount(examples)} ${noun}s`,
    bytes: ofEach * examples,
    remedy: (room) =>
      perImage > 1 && room >= ofOnePerImage
        ? `pairs.perImage is ${perImage}; use ${formatCount(Math.floor(room / ofOnePerImage))} or less`
        : 'use fewer images (data.limit.train)',
  };
}

/** Of the validation images, and a copy while they are measured. */
function needOfEmbeddings({ network: { embeddingDim } }: Experiment, { validationImages }: Work): Need {
  const ofEach = 8 * validationImages;
  return {
    what: `the embeddings of ${formatCount(validationImages)} validation images`,
    bytes: ofEach * embeddingDim,
    remedy: (room) =>
      room >= ofEach
        ? `network.embeddingDim is ${embeddingDim}; use ${formatCount(Math.floor(room / ofEach))} or less`
        : 'validate on fewer images',
  };
}

/** Copies of weights and what the optimizer keeps, for a checkpoint and for the best epoch. */
const copiesOfState = 2;
/** Of each worker: its stack, its part of V8, its compiled kernels. */
const bytesPerThread = 20e6;

function needsOfEngine({ experiment, engine, threads }: Trained, plan: Plan): Need[] {
  const { objective, seed, training } = experiment;
  const { optimizer } = training;
  const state = 4 * plan.size * (1 + (optimizer.name === 'sgd' ? 1 : 2));
  const bytesAt = (batchSize: number): number =>
    engine.memoryNeeded?.(plan, { objective, optimizer, seed, batchSize, ...(threads ? { threads } : {}) }) ?? 0;
  const smaller = (room: number): string => {
    let batchSize = training.batchSize;
    while (batchSize > 1 && bytesAt(batchSize) > room) batchSize = Math.floor(batchSize / 2);
    return bytesAt(batchSize) <= room
      ? `training.batchSize is ${training.batchSize}; use ${batchSize} or less`
      : 'use fewer filters, larger pools or a smaller network.embeddingDim';
  };
  const needs: Need[] = [
    {
      what: `weights and activations at training.batchSize ${training.batchSize}`,
      bytes: bytesAt(training.batchSize),
      remedy: smaller,
    },
    {
      what: `copies of ${formatCount(plan.size)} weights for checkpoints`,
      bytes: copiesOfState * state,
      remedy: () => 'use fewer filters, larger pools or a smaller network.embeddingDim',
    },
  ];
  if (engine.name === 'wasm' && threads !== undefined)
    needs.push({
      what: `${threads} threads`,
      bytes: threads * bytesPerThread,
      remedy: (room) => `use --threads ${Math.max(1, Math.floor(room / bytesPerThread))} or less`,
    });
  return needs;
}

/** The sentence for what takes more than there is; null where it fits. `room`: bytes that are free, and why no more are. */
export function whyItDoesNotFit(needs: readonly Need[], room: { bytes: number; why: string }): string | null {
  const total = totalOf(needs);
  const [largest] = needs;
  if (total <= room.bytes || largest === undefined) return null;
  const named = needs
    .filter(({ bytes }) => bytes > 0.1 * total)
    .map(({ what, bytes }) => `${formatBytes(bytes)} for ${what}`);
  const left = room.bytes - (total - largest.bytes);
  return `It would take about ${formatBytes(total)} of memory, ${named.join(', ')}, but ${formatBytes(room.bytes)} ${room.why}: ${largest.remedy(left)}.`;
}

export const totalOf = (needs: readonly Need[]): number => needs.reduce((sum, { bytes }) => sum + bytes, 0);
