/** What was asked for but isn't compared, a line each. */
import type { UnreadableRun } from '../../record/index.ts';
import { formatCount } from '../../text/index.ts';
import type { Block } from '../sheet.ts';

export interface Unreadable {
  readonly unreadable: readonly UnreadableRun[];
  /** as a person names it */
  pathOf(path: string): string;
}

/** What can't be read comes first of a long list. */
export function leftOut(
  { unreadable, pathOf }: Unreadable,
  { others = [], isWhole }: { readonly others?: readonly string[]; readonly isWhole: boolean },
): Block[] {
  const damaged = unreadable.map(({ path, problem }) => `${pathOf(path)}: ${problem}`);
  const count = others.length + damaged.length;
  if (count === 0) return [];
  const items =
    isWhole || count <= mostItems + 1 ? [...others, ...damaged] : [...damaged, ...others].slice(0, mostItems);
  const hidden = count - items.length;
  const more = hidden === 0 ? [] : [`and ${formatCount(hidden)} more; --all shows them`];
  return [
    { kind: 'heading', text: 'Left out' },
    { kind: 'list', items: [...items, ...more] },
  ];
}
const mostItems = 20;
