/** Prints lines and JSON. */
import { styleText } from 'node:util';
import { formatJson, type Teller, tellerOf } from '../text/index.ts';
import type { Options } from './command.ts';

export const printLine = (line = ''): void => void process.stdout.write(`${line}\n`);
export const printAside = (line = ''): void => void process.stderr.write(`${line}\n`);
/** Lines for people: beside the JSON, if that is asked for. */
export const tellerFor = ({ json }: Pick<Options, 'json'>): Teller => tellerOf(json ? printAside : printLine);
export const printJson = (value: unknown): void => void process.stdout.write(formatJson(value));

/** Bold, dim … where the stream is a terminal and NO_COLOR isn't set. */
export function style(format: Parameters<typeof styleText>[0], text: string, stream = process.stdout): string {
  return styleText(format, text, { stream });
}
