/**
 * Whether a version lies in a range, as advisories write ranges: comparisons, all of which must hold, and `||` between
 * alternatives. Other ways to write ranges are refused, not guessed.
 */

/** → e.g. true for 1.7.4 in `>=1.0.0 <1.8.2 || 0.29.0`. Throws a TypeError where either can't be read. */
export function isInRange(version: string, range: string): boolean {
  return range.split('||').some((alternative) => {
    const words = alternative
      .trim()
      .replace(/([<>=]+)\s+/g, '$1')
      .split(/\s+/);
    return words.map((word) => holds(version, word)).every(Boolean); // each is read, so that none is overlooked
  });
}

function holds(version: string, word: string): boolean {
  const [, comparison = '', bound = ''] = /^(<=|>=|<|>|=|)(.+)$/.exec(word) ?? [];
  const order = compareVersions(version, bound);
  switch (comparison) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    default:
      return order === 0;
  }
}

/** Negative where `a` comes before `b`. A prerelease comes before its release; prereleases are ordered part by part. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (left.prerelease === '' || right.prerelease === '')
    return left.prerelease.length === 0 ? Math.sign(right.prerelease.length) : -1;
  return left.prerelease.localeCompare(right.prerelease, 'en', { numeric: true });
}

function partsOf(version: string): { numbers: number[]; prerelease: string } {
  const [, numbers, prerelease = ''] = /^(\d+\.\d+\.\d+)(?:-([\w.-]+))?(?:\+.*)?$/.exec(version) ?? [];
  if (numbers === undefined) throw new TypeError(`${version} is no version: three numbers, and a prerelease at most.`);
  return { numbers: numbers.split('.').map(Number), prerelease };
}
