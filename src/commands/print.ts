/** How figures and errors look on a terminal. */
import { styleText } from 'node:util';
import { formatPercent, type Teller, tellerOf } from '../text/index.ts';
import type { Options } from './command.ts';

export { sentenceOf, traceOf } from '../errors/index.ts';
export * from '../text/index.ts';

export const printLine = (line = ''): void => void process.stdout.write(`${line}\n`);
export const printAside = (line = ''): void => void process.stderr.write(`${line}\n`);
/** Lines for people: beside the JSON, if that is asked for. */
export const tellerFor = ({ json }: Pick<Options, 'json'>): Teller => tellerOf(json ? printAside : printLine);
export const printJson = (value: unknown): void => printLine(JSON.stringify(value, null, 2));

/** Bold, dim … where the stream is a terminal and NO_COLOR isn't set. */
export function style(format: Parameters<typeof styleText>[0], text: string, stream = process.stdout): string {
  return styleText(format, text, { stream });
}

/** `88.1 %`, with a star where it is optimistic, `–` where there is none; `optimisticNote` explains the star. */
export function formatAccuracy(share: number | null, isOptimistic: boolean): string {
  return share === null ? '–' : `${formatPercent(share)}${isOptimistic ? '*' : ''}`;
}
export const optimisticNote = '* at the threshold best for these very pairs: optimistic';
