/** Choosing images by class: fewer of them, or a part set aside, each class with its share. */
import { permutation, type StreamKey } from '../random/index.ts';

/** What was chosen and what was left, each ascending. */
export interface Choice {
  readonly chosen: Int32Array;
  readonly rest: Int32Array;
}

/**
 * Chooses `total` of `indices`, the same share of each class, uniformly within a class.
 *   labels: of all images    indices: ascending    keyOf: a stream for each class
 * A larger total from the same streams chooses from a class the same images and more.
 */
export function chooseShare(
  labels: Int32Array,
  indices: Int32Array,
  total: number,
  keyOf: (label: number) => StreamKey,
): Choice {
  const members = membersByClass(labels, indices);
  const shares = largestRemainders(
    members.map((list) => list.length),
    total,
  );
  const isChosen = new Uint8Array(labels.length);
  members.forEach((list, label) => {
    const order = permutation(keyOf(label), list.length);
    for (let i = 0; i < (shares[label] as number); i++) isChosen[list[order[i] as number] as number] = 1;
  });
  return { chosen: indices.filter((i) => isChosen[i] === 1), rest: indices.filter((i) => isChosen[i] === 0) };
}

/**
 * Splits `total` into whole shares proportional to `counts`, by largest remainder (Hamilton's method); a tie goes
 * to the earlier. Integer arithmetic, so that no share depends on rounding. total ≤ Σ counts.
 */
export function largestRemainders(counts: readonly number[], total: number): number[] {
  const sum = counts.reduce((a, b) => a + b, 0);
  const shares = counts.map((count) => Math.floor((total * count) / sum));
  const left = total - shares.reduce((a, b) => a + b, 0);
  const byRemainder = counts
    .map((count, index) => ({ index, remainder: (total * count) % sum }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] as number) + 1;
  return shares;
}

/** The images of each class, in the order of `indices`; an empty list for a class without any. */
export function membersByClass(labels: Int32Array, indices: Int32Array): number[][] {
  const members: number[][] = [];
  for (const i of indices) {
    const label = labels[i] as number;
    while (members.length <= label) members.push([]);
    (members[label] as number[]).push(i);
  }
  return members;
}
