/** Prints lines and JSON. */
import { styleText } from 'node:util';
import { escapeControls, formatJson, type Teller, tellerOf } from '../text/index.ts';
import { withoutSecrets, withoutSecretsIn } from '../text/node.ts';
import type { Options } from './command.ts';
import { asides, output } from './streams.ts';

export const print = (text: string): void => output.write(text);
export const printLine = (line = ''): void => output.write(`${line}\n`);
/** As `printLine`, where parts are in bold or coloured. */
export const printStyled = (text: string): void => output.write(`${text}\n`, { isStyled: true });
export const printAside = (line = ''): void => asides.write(`${line}\n`);
export const printJson = (value: unknown): void =>
  output.write(formatJson(withoutSecretsIn(value)), { isAnswer: true, hasNoSecrets: true });
/** Of a command whose work is in run folders: its lines may get lost. */
export const regardLinesAsLog = (): void => output.regardAsLog();
/** Lines for people: beside the JSON, if that is asked for. */
export const tellerFor = ({ json }: Pick<Options, 'json'>): Teller =>
  json ? tellerOf(printAside, () => asides.trouble) : tellerOf(printLine, () => output.trouble);

/** A text from elsewhere as it may stand in a list that is drawn by others. */
export const shown = (text: string): string => escapeControls(withoutSecrets(text));

/** Bold, dim … where the stream is a terminal and NO_COLOR isn't set. */
export function style(format: Parameters<typeof styleText>[0], text: string, stream = process.stdout): string {
  return styleText(format, escapeControls(text), { stream });
}
