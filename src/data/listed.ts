/** Pairs that a person lists: which of them train, validate, and are kept for the end. */
import { InputError } from '../errors/index.ts';
import { purpose, streamKey } from '../random/index.ts';
import { plural } from '../text/index.ts';
import { chooseShare } from './select.ts';
import { dealUnits, groupTeller, type Side, sharesOf } from './sides.ts';
import type { DataSettings, ListedPairs, SourcePart } from './sources/source.ts';
import { rowRange } from './store.ts';
import type { Pairs } from './types.ts';

/** Pairs of each side, their images as places in the part. */
export type SidesOfPairs = Readonly<Record<Side, Pairs>>;

/**
 * By the list's own column; else by shares, in which no image is on two sides: images that pairs join, directly or by
 * others, stay together, and so do those of one group. Throws an InputError where that can't be done.
 */
export function divideListed(part: SourcePart, listed: ListedPairs, data: DataSettings): SidesOfPairs {
  const sides = listed.sides === null ? drawnSides(part, listed.pairs, data) : statedSides(listed.sides, data);
  const of = (side: Side): Pairs =>
    limited(
      pick(listed.pairs, (i) => sides[i] === side),
      side,
      data,
    );
  const divided = { train: of('train'), validation: of('validation'), test: of('test') };
  for (const side of ['train', 'validation'] as const) {
    const { isSame } = divided[side];
    const same = isSame.reduce((sum, each) => sum + each, 0);
    if (same > 0 && same < isSame.length) continue;
    const has =
      isSame.length === 0
        ? 'no pairs'
        : `${plural(isSame.length, 'pair')}, none of them ${same === 0 ? 'same' : 'different'}`;
    throw new InputError(`For ${side === 'train' ? 'training' : side} the list has ${has}; both kinds are needed.`);
  }
  return divided;
}

/** Validation is on the list's validation pairs; where it has none, on its test pairs, as the tutorial does. */
function statedSides(stated: readonly Side[], { split, validation }: DataSettings): readonly Side[] {
  if (split !== null || validation.from === 'train') {
    const key = split === null ? 'data.validation' : 'data.split';
    throw new InputError(
      `The list has a column \`split\`, and ${key} says how to divide it, too; leave one of them out.`,
    );
  }
  if (stated.includes('validation')) return stated;
  return stated.map((side) => (side === 'test' ? 'validation' : side));
}

function drawnSides(part: SourcePart, pairs: Pairs, data: DataSettings): readonly Side[] {
  const shares = sharesOf(data);
  if (shares === null) {
    throw new InputError(
      'The list has no column `split` that says which pairs to validate on. Add one, or write data.split: { validation: 0.1, test: 0.2 }.',
    );
  }
  const { split, seed } = data;
  const groupOf = split?.by === 'group' ? groupTeller(part, split.group ?? '') : null;
  const islands = joinedImages(part.labels.length, pairs, groupOf);
  const members = Map.groupBy(pairs.left.keys(), (i) => islands[pairs.left[i] as number] as number);
  const units = [...members.values()];
  const sizes = units.map(({ length }) => length);
  const dealt = dealUnits(sizes, shares, seed);
  const sides = new Array<Side>(pairs.left.length);
  for (const [unit, side] of dealt.entries()) for (const i of units[unit] as number[]) sides[i] = side;
  const empty = (['validation', 'test'] as const).find((side) => shares[side] > 0 && !dealt.includes(side));
  if (empty === undefined) return sides;
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  throw new InputError(
    `The pairs can't be divided so that no image is in two parts: ${plural(units.length, 'set')} of images that pairs join, ` +
      `the largest with ${largest} of ${plural(pairs.left.length, 'pair')}, leave none for ${empty}. Give the list a column \`split\`.`,
  );
}

/** [images] a number for each image, the same for images that pairs or a group join. */
function joinedImages(images: number, { left, right }: Pairs, groupOf: ((image: number) => string) | null): Int32Array {
  const parent = rowRange(0, images);
  const rootOf = (image: number): number => {
    let root = image;
    while (parent[root] !== root) root = parent[root] as number;
    for (let at = image; at !== root; ) {
      const next = parent[at] as number;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const join = (a: number, b: number): void => {
    const [low, high] = [rootOf(a), rootOf(b)].sort((x, y) => x - y) as [number, number];
    parent[high] = low;
  };
  for (let i = 0; i < left.length; i++) join(left[i] as number, right[i] as number);
  const firstOf = new Map<string, number>();
  for (let image = 0; groupOf !== null && image < images; image++) {
    const group = groupOf(image);
    const first = firstOf.get(group);
    if (first === undefined) firstOf.set(group, image);
    else join(first, image);
  }
  return parent.map((_, image) => rootOf(image));
}

/** Fewer pairs, the same share of both kinds. */
function limited(pairs: Pairs, side: Side, { limit: limits, seed }: DataSettings): Pairs {
  const limit = side === 'train' ? limits.train : limits.test;
  const count = pairs.left.length;
  if (limit === null || limit >= count) return pairs;
  const keyOf = (kind: number) => streamKey(seed, purpose.limit, side === 'train' ? 0 : 1, kind);
  const kept = new Set(chooseShare(Int32Array.from(pairs.isSame), rowRange(0, count), limit, keyOf).chosen);
  return pick(pairs, (i) => kept.has(i));
}

/** Some of the pairs, in their order. */
export function pick({ left, right, isSame }: Pairs, isWanted: (i: number) => boolean): Pairs {
  const rows = Int32Array.from(left.keys()).filter(isWanted);
  const chosen = <Column extends Int32Array | Uint8Array>(
    column: Column,
    Kind: { from(values: ArrayLike<number>): Column },
  ) => Kind.from(Array.from(rows, (i) => column[i] as number));
  return {
    kind: 'pairs',
    left: chosen(left, Int32Array),
    right: chosen(right, Int32Array),
    isSame: chosen(isSame, Uint8Array),
  };
}

/** The distinct images of pairs, ascending. */
export function imagesOf({ left, right }: Pairs): Int32Array {
  return Int32Array.from(new Set([...left, ...right])).sort();
}

/** Pairs with their images as rows of a store: those of `images` from `first` on; pairs of other images are left out. */
export function pairsInStore(pairs: Pairs, images: Int32Array, first: number): Pairs {
  const rowOf = new Map(Array.from(images, (image, i) => [image, first + i]));
  const kept = pick(pairs, (i) => rowOf.has(pairs.left[i] as number) && rowOf.has(pairs.right[i] as number));
  const row = (image: number): number => rowOf.get(image) as number;
  return { ...kept, left: kept.left.map(row), right: kept.right.map(row) };
}
