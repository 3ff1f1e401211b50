/** How keys and their values are written where room is short. */
import { formatSetting } from '../../text/index.ts';

/** Path → its shortest end that no other path shares: `network.embeddingDim` → `embeddingDim`. */
export function shortNames(paths: readonly string[]): Map<string, string> {
  const ends = paths.map((path) => endsOf(path));
  const users = new Map<string, number>();
  for (const each of ends) for (const end of each) users.set(end, (users.get(end) ?? 0) + 1);
  return new Map(paths.map((path, i) => [path, ends[i]?.find((end) => users.get(end) === 1) ?? path]));
}

/** From the shortest; none begins with the number of an item of a list, which says nothing alone. */
function endsOf(path: string): string[] {
  const parts = path.split('.');
  return parts.map((_, i) => parts.slice(-1 - i).join('.')).filter((end) => !/^\d/.test(end));
}

/** `embeddingDim=32 dropout=0.3`: those that have a value. */
export function formatSettings(paths: readonly string[], of: (path: string) => unknown): string {
  const names = shortNames(paths);
  const set = paths.filter((path) => of(path) !== undefined);
  return set.map((path) => `${names.get(path)}=${formatSetting(of(path))}`).join(' ');
}
