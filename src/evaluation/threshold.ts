/** Thresholds: a pair is called same where its distance is less. */

/**
 * The threshold with the best accuracy, and that accuracy, exactly: every way to cut the sorted distances is tried,
 * and equal distances are never parted. A threshold lies midway between its neighbours; of equally good ones the
 * least is taken, which calls the fewest pairs same. Chosen on the very pairs it is judged by, its accuracy is
 * optimistic. O(n log n). NaN for both where a distance is NaN or there are no pairs.
 */
export function bestThreshold(distances: Float32Array, isSame: Uint8Array): { threshold: number; accuracy: number } {
  const same = distances.filter((_, i) => isSame[i] === 1).sort();
  const different = distances.filter((_, i) => isSame[i] === 0).sort();
  const pairs = distances.length;
  // Typed arrays sort NaN last.
  if (pairs === 0 || Number.isNaN(same.at(-1)) || Number.isNaN(different.at(-1))) {
    return { threshold: Number.NaN, accuracy: Number.NaN };
  }
  // A merge of both lists: after each distinct distance, all pairs up to it are called same.
  let s = 0;
  let d = 0;
  let bestRight = different.length;
  let bestLast = Number.NEGATIVE_INFINITY;
  while (s < same.length || d < different.length) {
    const last = Math.min(same[s] ?? Number.POSITIVE_INFINITY, different[d] ?? Number.POSITIVE_INFINITY);
    while (s < same.length && same[s] === last) s++;
    while (d < different.length && different[d] === last) d++;
    const right = s + different.length - d;
    if (right > bestRight) {
      bestRight = right;
      bestLast = last;
    }
  }
  return { threshold: midwayAfter(bestLast, same, different), accuracy: bestRight / pairs };
}

/** Between `last` and the next distance; just above the greatest; at the least (nothing is less) for -Infinity. */
function midwayAfter(last: number, same: Float32Array, different: Float32Array): number {
  const next = Math.min(firstAbove(same, last), firstAbove(different, last));
  if (last === Number.NEGATIVE_INFINITY) return next;
  if (next === Number.POSITIVE_INFINITY) return last + Math.max(Math.abs(last) * Number.EPSILON, Number.MIN_VALUE);
  return (last + next) / 2;
}

function firstAbove(sorted: Float32Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) > bound) high = middle;
    else low = middle + 1;
  }
  return sorted[low] ?? Number.POSITIVE_INFINITY;
}
