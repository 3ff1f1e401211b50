/** What a step brings along to the GPU, in one write: its few numbers, its images' indices, its labels. */
import { type Batch, exampleCount, labelsOf } from '../../data/index.ts';
import type { Plan } from '../../network/index.ts';
import { purpose, streamKey } from '../../random/index.ts';
import type { SessionOptions } from '../contract/contract.ts';
import { stepScalars } from '../contract/optimizers.ts';
import { type Load, stepWords } from './kernels/kernel.ts';
import { type Layout, MAX_STEPS } from './layout.ts';

/** How far a session is. */
export interface Moment {
  /** steps done */
  readonly step: number;
  /** where this step's sums go; null: it doesn't train */
  readonly slot: number | null;
  readonly learningRate: number;
}

export interface StepWriter {
  /** The batch for the next `write`. → its load, and how many words there are */
  setBatch(batch: Batch): { load: Load; end: number };
  /** Images alone. → how many words there are */
  setRows(rows: Int32Array): number;
  /** words before the images' indices */
  readonly numbers: number;
  write(load: Load, end: number, moment: Moment): void;
}

/** `write` puts words at the beginning of the step's memory. */
export function stepWriter(
  plan: Plan,
  { optimizer, seed }: SessionOptions,
  layout: Layout,
  write: (words: Uint32Array<ArrayBuffer>, count: number) => void,
): StepWriter {
  const words = new Uint32Array(layout.step.bytes / 4);
  const floats = new Float32Array(words.buffer);
  const indicesAt = (layout.indices.within?.offset ?? 0) / 4;
  const labelsAt = (layout.labels.within?.offset ?? 0) / 4;
  const dropoutLayers = plan.layers.filter((layer) => layer.kind === 'dropout');
  return {
    setBatch({ rows, compared }) {
      const examples = exampleCount(compared);
      words.set(rows, indicesAt);
      words.set(labelsOf(compared), labelsAt);
      return { load: { rows: rows.length, examples }, end: labelsAt + examples };
    },
    setRows(rows) {
      words.set(rows, indicesAt);
      return indicesAt + rows.length;
    },
    numbers: indicesAt,
    write(load, end, { step, slot, learningRate }) {
      const isTraining = slot !== null;
      words[stepWords.rows] = load.rows;
      words[stepWords.examples] = load.examples;
      words[stepWords.masked] = isTraining ? 1 : 0;
      words[stepWords.moves] = isTraining ? 1 : 0;
      words[stepWords.slot] = slot ?? MAX_STEPS;
      const { rate, decay } = stepScalars(optimizer, learningRate, step + 1);
      floats[stepWords.rate] = rate;
      floats[stepWords.decay] = decay;
      for (const { index } of dropoutLayers) {
        const { a, b } = streamKey(seed, purpose.dropout, step, index);
        words.set([a, b], stepWords.keys + 4 * index);
      }
      write(words, end);
    },
  };
}
