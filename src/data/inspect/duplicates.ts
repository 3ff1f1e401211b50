/** Images that are there more than once: to the byte, or nearly. */
import type { PerceptualHash } from './perceptual-hash.ts';

/** Bits of 64 in which the hashes of near duplicates differ at most. */
export const nearBits = 4;

/** Two images as places in a list, the first before the second. */
export type Twins = readonly [first: number, second: number];

/** Groups of two and more with one digest, in the order of their first. */
export function exactDuplicates(digests: readonly (string | null)[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [i, digest] of digests.entries()) {
    if (digest === null) continue;
    const group = groups.get(digest);
    if (group === undefined) groups.set(digest, [i]);
    else group.push(i);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Groups of images that pairs join, directly or by others; each ascending, in the order of their first. */
export function joinedBy(pairs: readonly Twins[]): number[][] {
  const groupOf = new Map<number, number[]>();
  for (const [a, b] of pairs) {
    const [one, other] = [groupOf.get(a) ?? [a], groupOf.get(b) ?? [b]];
    if (one === other) continue;
    const [larger, smaller] = one.length >= other.length ? [one, other] : [other, one];
    larger.push(...smaller);
    for (const member of larger) groupOf.set(member, larger);
  }
  return [...new Set(groupOf.values())]
    .map((group) => group.sort((a, b) => a - b))
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

/** Bits in parts, of which near duplicates share one: with `nearBits` that differ, one of five parts is the same. */
const parts = [13, 13, 13, 13, 12] as const;

/**
 * Pairs whose hashes differ in at most `nearBits` bits, but for those that `isKnown`, in order; no more than `most`.
 * Only images that share a part are compared: of 100,000 some hundred pairs each.
 */
export function nearDuplicates(
  hashes: readonly (PerceptualHash | null)[],
  isKnown: (a: number, b: number) => boolean,
  most: number,
): { readonly pairs: Twins[]; readonly isCut: boolean } {
  const found = new Set<number>();
  const count = hashes.length;
  let start = 0;
  for (const width of parts) {
    const buckets = Map.groupBy(hashes.keys(), (i) => partOf(hashes[i] ?? null, start, width));
    for (const [part, members] of buckets) {
      if (part < 0) continue;
      for (let a = 0; a < members.length; a++) {
        const first = members[a] as number;
        for (let b = a + 1; b < members.length; b++) {
          const second = members[b] as number;
          if (bitsBetween(hashes[first] as PerceptualHash, hashes[second] as PerceptualHash) > nearBits) continue;
          if (isKnown(first, second)) continue;
          found.add(first * count + second);
          if (found.size > most) return { pairs: pairsOf(found, count).slice(0, most), isCut: true };
        }
      }
    }
    start += width;
  }
  return { pairs: pairsOf(found, count), isCut: false };
}

function pairsOf(found: ReadonlySet<number>, count: number): Twins[] {
  return [...found].sort((a, b) => a - b).map((code) => [Math.floor(code / count), code % count]);
}

/** Bits [start, start + width) of a hash, from the highest; -1: there is none. */
function partOf(hash: PerceptualHash | null, start: number, width: number): number {
  if (hash === null) return -1;
  const [high, low] = hash;
  const mask = 2 ** width - 1;
  const end = start + width;
  if (end <= 32) return (high >>> (32 - end)) & mask;
  if (start >= 32) return (low >>> (64 - end)) & mask;
  return ((high << (end - 32)) | (low >>> (64 - end))) & mask;
}

export function bitsBetween([highA, lowA]: PerceptualHash, [highB, lowB]: PerceptualHash): number {
  return ones(highA ^ highB) + ones(lowA ^ lowB);
}

/** Bits that are 1 of 32 (H. S. Warren, "Hacker's Delight", 5-1). */
function ones(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
