/** Dealing what must stay together to training, validation and test. */
import { InputError } from '../errors/index.ts';
import { permutation, purpose, streamKey } from '../random/index.ts';
import type { DataSettings, SourcePart } from './sources/source.ts';

export type Side = 'train' | 'validation' | 'test';
/** Shares of the whole that are set aside. */
export type Shares = Readonly<Record<'validation' | 'test', number>>;

/**
 * [units] the side of each: in an order drawn from the seed, test gets what comes nearest to its share, validation the
 * same of what follows, training the rest. So another share for validation leaves test as it is.
 *   sizes [units]: what each counts
 */
export function dealUnits(sizes: readonly number[], shares: Shares, seed: number): Side[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const taken = { test: 0, validation: 0 };
  const sides = new Array<Side>(sizes.length).fill('train');
  for (const unit of permutation(streamKey(seed, purpose.split), sizes.length)) {
    const size = sizes[unit] as number;
    const side = (['test', 'validation'] as const).find((each) => taken[each] + size / 2 <= shares[each] * total);
    if (side === undefined) continue;
    taken[side] += size;
    sides[unit] = side;
  }
  return sides;
}

/** What tells the group of each image by its path. */
export function groupTeller(part: SourcePart, pattern: string): (image: number) => string {
  const expression = new RegExp(pattern, 'u');
  return (image) => {
    const path = part.nameOf(image);
    if (path === null)
      throw new InputError('data.split.by is group, but these images have no paths; use by: image or class.');
    const group = expression.exec(path)?.[1];
    if (group !== undefined) return group;
    throw new InputError(
      `data.split.group, ${pattern}, finds no group in "${path}"; it must match each image's path, with the group in parentheses.`,
    );
  };
}

/** The shares that settings ask for, of a division or of validation alone; null: none. */
export function sharesOf({ split, validation }: Pick<DataSettings, 'split' | 'validation'>): Shares | null {
  return split ?? (validation.from === 'train' ? { validation: validation.fraction, test: 0 } : null);
}
