/**
 * TensorBoard's messages, as far as we write them: event.proto, summary.proto, histogram.proto and the HParams plugin's
 * plugin_data.proto. Numbers are those of their fields.
 */
import type { Separation } from '../../evaluation/index.ts';
import type { Plain } from '../../text/index.ts';
import { bytes, double, doubles, float, integer, message, text } from './protobuf.ts';

/** When something happened, in seconds since 1970, and the step it belongs to on TensorBoard's axis. */
export interface When {
  readonly time: number;
  readonly step: number;
}

/** The first of a file. */
export const versionEvent = (time: number): Buffer => message(double(1, time), text(3, 'brain.Event:2'));

/** What a reader has of the folder from this step on, it is to forget. */
export const startEvent = ({ time, step }: When): Buffer =>
  message(double(1, time), integer(2, step), bytes(7, integer(1, sessionStart)));

const sessionStart = 1;

export const summaryEvent = ({ time, step }: When, ...values: readonly Buffer[]): Buffer =>
  message(double(1, time), integer(2, step), bytes(5, message(...values.map((value) => bytes(1, value)))));

/** Of an event as those above write it; null for others. */
export function stepOf(event: Buffer): number | null {
  if (event[0] !== 0x09 || event[9] !== 0x10) return null; // field 1, eight bytes; field 2, varint
  let step = 0;
  for (let i = 10, unit = 1; i < event.length; i++, unit *= 128) {
    const digit = event[i] as number;
    step += (digit % 128) * unit;
    if (digit < 128) return step;
  }
  return null;
}

export const scalar = (tag: string, value: number): Buffer => message(text(1, tag), float(2, value));

export const png = (tag: string, file: Buffer): Buffer =>
  message(
    text(1, tag),
    bytes(
      4,
      message(integer(1, file.readUInt32BE(20)), integer(2, file.readUInt32BE(16)), integer(3, 4), bytes(4, file)),
    ),
  );

/**
 * In the bins that both kinds share, so that the two can be laid over one another. A reader drops the empty ones at both
 * ends and takes least and greatest for the limits of the rest: so those are told as the limits of bins.
 */
export function histogram(tag: string, { histogram, ...spreads }: Separation, kind: 'same' | 'different'): Buffer {
  const { least, greatest, [kind]: counts } = histogram;
  const { pairs, mean, standardDeviation } = spreads[kind];
  const squares = standardDeviation ** 2 * (pairs - 1) + pairs * mean ** 2;
  const limitAt = (i: number) => least + ((greatest - least) * i) / counts.length;
  const proto = message(
    double(1, limitAt(counts.findIndex((count) => count > 0))),
    double(2, limitAt(1 + counts.findLastIndex((count) => count > 0))),
    double(3, pairs),
    double(4, mean * pairs),
    double(5, squares),
    doubles(
      6,
      counts.map((_, i) => limitAt(i + 1)),
    ),
    doubles(7, counts),
  );
  return message(text(1, tag), bytes(5, proto));
}

/** Settings without a value are left out: TensorBoard shows a gap. */
export function sessionStarts(settings: readonly [string, Plain][], startSeconds: number): Buffer {
  const entries = settings.flatMap(([key, value]) =>
    value === null ? [] : [bytes(1, message(text(1, key), bytes(2, jsonValue(value))))],
  );
  return hparams('_hparams_/session_start_info', bytes(3, message(...entries, double(5, startSeconds))));
}

/** null: neither success nor failure. */
export function sessionEnds(isSuccess: boolean | null, endSeconds: number): Buffer {
  const status = isSuccess === null ? 0 : isSuccess ? 1 : 2;
  return hparams('_hparams_/session_end_info', bytes(4, message(integer(1, status), double(2, endSeconds))));
}

/** google.protobuf.Value */
function jsonValue(value: string | number | boolean): Buffer {
  if (typeof value === 'number') return double(2, value);
  return typeof value === 'string' ? text(3, value) : integer(4, Number(value));
}

/** All of it is metadata; the value is an empty tensor of floats. */
function hparams(tag: string, content: Buffer): Buffer {
  const plugin = message(text(1, 'hparams'), bytes(2, content));
  const emptyTensor = message(integer(1, 1), bytes(2, bytes(2, integer(1, 0))));
  return message(text(1, tag), bytes(9, bytes(1, plugin)), bytes(8, emptyTensor));
}
