/** Reads back what this version, an older or a newer one has written as JSON into a run folder. */
import { isRecord, parseJson } from '../text/index.ts';
import { readIn } from './files.ts';

/** An object with a format number that this version knows; its other keys are still to be looked at. */
export type Written<T> = Partial<Record<keyof T, unknown>> & { readonly format: number };

/** Why there is none. */
export interface Damage {
  readonly what: 'absent' | 'unreadable' | 'damaged' | 'newer';
  /** a sentence */
  readonly problem: string;
  readonly cause?: unknown;
}

/** `format`: the newest that this version reads. */
export function readWritten<T>(
  folder: string,
  name: string,
  format: number,
): { readonly value: Written<T>; readonly text: string } | Damage {
  let text: string;
  try {
    text = readIn(folder, name).toString();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { what: 'absent', problem: `There is no ${name}.`, cause };
    return { what: 'unreadable', problem: `${name} can't be read: ${message}.`, cause };
  }
  const value = parseJson(text);
  if (value === undefined) return { what: 'damaged', problem: `${name} is damaged: it isn't JSON.` };
  if (!isRecord<{ format: number }>(value) || typeof value.format !== 'number')
    return { what: 'damaged', problem: `${name} is damaged or someone else's: it has no format number.` };
  if (value.format <= format) return { value: value as Written<T>, text };
  const problem = `${name} was written by a newer version: format ${value.format}; this one reads ${format}.`;
  return { what: 'newer', problem };
}
