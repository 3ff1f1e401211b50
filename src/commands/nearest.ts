/** ` Did you mean --threads?`, or nothing where no known name is near. */
export function didYouMean(name: string, known: readonly string[], prefix = ''): string {
  const distances = known.map((candidate) => ({ candidate, edits: editDistance(name, candidate) }));
  const nearest = distances.sort((a, b) => a.edits - b.edits)[0];
  const isNear = nearest !== undefined && nearest.edits <= Math.max(1, Math.floor(nearest.candidate.length / 3));
  return isNear ? ` Did you mean ${prefix}${nearest.candidate}?` : '';
}

/** Letters to insert, delete or replace (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replace = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
