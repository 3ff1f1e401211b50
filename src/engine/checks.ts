/** What every engine refuses, in the same words; and the little that engines share. */
import { type Examples, exampleCount, type Images } from '../data/index.ts';
import { InputError } from '../errors/index.ts';
import type { Plan } from '../network/index.ts';
import type { Objective, Optimizer } from '../spec/index.ts';
import type { TrainingState } from './contract.ts';

/** How many arrays of [plan.trainableSize] the optimizer keeps. */
export function slotCount(optimizer: Optimizer): number {
  switch (optimizer.name) {
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0;
    case 'rmsprop':
      return 1;
    case 'adam':
    case 'adamw':
      return 2;
  }
}

/** Throws an InputError where the state doesn't fit the plan and the optimizer. */
export function checkState(plan: Plan, optimizer: Optimizer, state: TrainingState): void {
  const slots = slotCount(optimizer);
  if (state.weights.length !== plan.size) {
    throw new InputError(`The state has ${state.weights.length} weights, but the network has ${plan.size}.`);
  }
  if (state.slots.length !== slots || state.slots.some((slot) => slot.length !== plan.trainableSize)) {
    const sizes = state.slots.map((slot) => slot.length).join(', ');
    throw new InputError(
      `The state's optimizer arrays have the sizes [${sizes}], but ${optimizer.name} keeps ${slots} of ${plan.trainableSize}.`,
    );
  }
  if (!Number.isSafeInteger(state.step) || state.step < 0) {
    throw new InputError(`The state's step is ${state.step}; it must be a whole number, 0 or more.`);
  }
}

/** Throws an InputError where the images don't fit the plan. */
export function checkImages(plan: Plan, images: Images): void {
  const [count, ...shape] = images.shape;
  const { height, width, channels } = plan.inputShape;
  const expected = [height, width, channels];
  if (shape.join() !== expected.join()) {
    throw new InputError(`The images are ${shape.join('×')}, but network.inputShape is ${expected.join('×')}.`);
  }
  const bytes = count * height * width * channels;
  if (images.bytes.length !== bytes) {
    throw new InputError(
      `${count} images of ${shape.join('×')} are ${bytes} bytes, but there are ${images.bytes.length}.`,
    );
  }
}

/** Throws an InputError where an index is not one of the loaded images. */
export function checkIndices(imageCount: number, indices: Int32Array): void {
  for (const index of indices) {
    if (index < 0 || index >= imageCount) {
      throw new InputError(`Image ${index} is asked for, but ${imageCount} are loaded: 0 to ${imageCount - 1}.`);
    }
  }
}

/** Throws an InputError where the batch is empty, too large, or not of the kind that the loss compares. */
export function checkBatch(objective: Objective, batchSize: number, batch: Examples): void {
  const expected = objective.loss === 'triplet' ? 'triplets' : 'pairs';
  if (batch.kind !== expected)
    throw new InputError(`${objective.loss} compares ${expected}, but the batch has ${batch.kind}.`);
  const count = exampleCount(batch);
  if (count < 1 || count > batchSize) {
    throw new InputError(`The batch has ${count} ${batch.kind}, but the session was opened for 1 to ${batchSize}.`);
  }
}

/** The images of the concatenated batch, [left; right] or [anchor; positive; negative]. → [rows] */
export function rowsOf(batch: Examples): Int32Array {
  const parts = batch.kind === 'pairs' ? [batch.left, batch.right] : [batch.anchor, batch.positive, batch.negative];
  const rows = new Int32Array(parts.length * exampleCount(batch));
  for (const [i, part] of parts.entries()) rows.set(part, i * part.length);
  return rows;
}
