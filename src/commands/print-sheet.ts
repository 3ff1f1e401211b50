/** Prints blocks and tables on standard output, as its terminal or pipe can show them. */
import { describeThreshold } from '../objective/index.ts';
import { type Block, type ColumnOf, formatTable, renderTerminal, type Screen, screenOf } from '../report/index.ts';
import { formatPercent } from '../text/index.ts';
import type { Surroundings } from './command.ts';
import { printStyled } from './print.ts';

export const screenOfOutput = ({ env }: Surroundings): Screen => screenOf(process.stdout, env);

export function printBlocks(blocks: readonly Block[], surroundings: Surroundings): void {
  printStyled(renderTerminal({ title: '', blocks }, screenOfOutput(surroundings)).trimEnd());
}

export function printTable<Row>(
  rows: readonly Row[],
  columns: readonly ColumnOf<Row>[],
  surroundings: Surroundings,
): void {
  printStyled(formatTable(rows, columns, screenOfOutput(surroundings)));
}

/** `88.1 %`, with a star where it is optimistic, `–` where there is none; `optimisticNote` explains the star. */
export function formatAccuracy(share: number | null, isOptimistic: boolean): string {
  return share === null ? '–' : `${formatPercent(share)}${isOptimistic ? '*' : ''}`;
}
export const optimisticNote = `* ${describeThreshold({ from: 'validation' })}`;
