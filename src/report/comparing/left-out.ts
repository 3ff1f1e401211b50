/** What was asked for but isn't compared, a line each. */
import type { UnreadableRun } from '../../record/index.ts';
import type { Block } from '../sheet.ts';

export interface Unreadable {
  readonly unreadable: readonly UnreadableRun[];
  /** as a person names it */
  pathOf(path: string): string;
}

export function leftOut({ unreadable, pathOf }: Unreadable, others: readonly string[] = []): Block[] {
  const items = [...others, ...unreadable.map(({ path, problem }) => `${pathOf(path)}: ${problem}`)];
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: 'Left out' },
        { kind: 'list', items },
      ];
}
