/** The queue of commands in shared memory: the session writes them, the workers work them off and answer. */
import { exampleKinds } from '../../../data/index.ts';
import { lossOf } from '../../../objective/index.ts';
import type { Progress, SessionOptions } from '../../contract/contract.ts';
import { type Layout, QUEUE_LENGTH } from '../layout.ts';
import type { Command } from '../work.ts';

/** A command's `kind` is an index into this. */
export const commandKinds = ['train', 'inspect', 'apply', 'embed', 'pack'] as const;

/** One place of the queue, as both sides see it. */
export interface QueueSlot {
  /** kind, step, count */
  readonly words: Int32Array;
  /** learningRate, lossSum, correct, imagesAt */
  readonly numbers: Float64Array;
  readonly indices: Int32Array;
  readonly labels: Uint8Array | Int32Array;
}

/** All places: a command's is its number modulo their count. */
export function queueSlots(layout: Layout, options: SessionOptions, buffer: SharedArrayBuffer): QueueSlot[] {
  const { address, slotBytes, numbers, indices, labels } = layout.queue;
  const { LabelArray } = exampleKinds[lossOf(options.objective).examples];
  return Array.from({ length: QUEUE_LENGTH }, (_, place) => {
    const at = address + place * slotBytes;
    return {
      words: new Int32Array(buffer, at, 3),
      numbers: new Float64Array(buffer, at + numbers, 4),
      indices: new Int32Array(buffer, at + indices, (labels - indices) >> 2),
      labels: new LabelArray(buffer as unknown as ArrayBuffer, at + labels, options.batchSize),
    };
  });
}

/** The session's side. */
export interface Queue {
  /** how many commands there were */
  published(): number;
  /** Waits for a free place, fills it and hands it to the workers. */
  publish(command: Pick<Command, 'kind' | 'step' | 'count' | 'learningRate'>, fill?: (slot: QueueSlot) => void): void;
  /** Until so many commands are done; rejects once a worker has failed. */
  finish(commands: number): Promise<void>;
  /** Until all are. */
  idle(): Promise<void>;
  /** sums of finished steps since the last call, added in their order */
  takeProgress(): Progress;
  /** Σ loss of the last command, once it is done */
  lastLossSum(): number;
}

/**
 *   failure  rejects once a worker has failed, and `failed` of the control block is set by then
 */
export function openQueue(
  layout: Layout,
  options: SessionOptions,
  buffer: SharedArrayBuffer,
  failure: Promise<never>,
): Queue {
  const slots = queueSlots(layout, options, buffer);
  const words = new Int32Array(buffer);
  const published = layout.control.published >> 2;
  const done = layout.control.done >> 2;
  const failed = layout.control.failed >> 2;
  let commands = 0;
  /** commands whose sums are in `sums` */
  let collected = 0;
  let sums = noSums();
  const slotOf = (command: number) => slots[command % QUEUE_LENGTH] as QueueSlot;
  const isDone = (upTo: number) => Atomics.load(words, done) >= upTo;
  const collect = (upTo: number) => {
    for (; collected < upTo; collected++) {
      const slot = slotOf(collected);
      if (commandKinds[slot.words[0] as number] !== 'train') continue;
      sums.steps++;
      sums.examples += slot.words[2] as number;
      sums.lossSum += slot.numbers[1] as number;
      sums.correct += slot.numbers[2] as number;
    }
  };
  const finish = async (upTo: number) => {
    while (!isDone(upTo)) {
      if (Atomics.load(words, failed) !== 0) await failure;
      const now = Atomics.load(words, done);
      if (now >= upTo) break;
      const wait = Atomics.waitAsync(words, done, now);
      if (wait.async) await wait.value;
    }
  };
  const idle = async () => {
    await finish(commands);
    collect(commands);
  };
  return {
    published: () => commands,
    publish({ kind, step, count, learningRate }, fill) {
      const free = commands - QUEUE_LENGTH + 1; // this command's place was that of the command before `free`
      while (!isDone(free) && Atomics.load(words, failed) === 0)
        Atomics.wait(words, done, Atomics.load(words, done), 100);
      collect(Math.max(free, collected));
      const slot = slotOf(commands);
      slot.words.set([commandKinds.indexOf(kind), step, count]);
      slot.numbers.set([learningRate, 0, 0, 0]);
      fill?.(slot);
      commands++;
      Atomics.store(words, published, commands);
      Atomics.notify(words, published);
    },
    finish,
    idle,
    takeProgress() {
      const result = sums;
      sums = noSums();
      return result;
    },
    lastLossSum: () => slotOf(commands - 1).numbers[1] as number,
  };
}

function noSums() {
  return { steps: 0, examples: 0, lossSum: 0, correct: 0 };
}
