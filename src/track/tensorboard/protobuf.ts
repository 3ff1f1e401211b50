/** Protocol Buffers, the writing half, for as many types as events have. A message is its fields one after the other. */

const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

export const message = (...fields: readonly Uint8Array[]): Buffer => Buffer.concat(fields);

/** From 0; of an int32, int64, enum or bool. */
export const integer = (field: number, value: number): Buffer =>
  Buffer.from([...keyOf(field, 'varint'), ...varint(value)]);

export function double(field: number, value: number): Buffer {
  return message(Buffer.from(keyOf(field, 'fixed64')), eightBytes([value]));
}

export function float(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return message(Buffer.from(keyOf(field, 'fixed32')), bytes);
}

/** Of bytes or of a message within the message. */
export function bytes(field: number, value: Uint8Array): Buffer {
  return message(Buffer.from([...keyOf(field, 'bytes'), ...varint(value.length)]), value);
}

export const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value));

export const doubles = (field: number, values: readonly number[]): Buffer => bytes(field, eightBytes(values));

const keyOf = (field: number, type: keyof typeof wireTypes): number[] => varint(field * 8 + wireTypes[type]);

/** Seven bits a byte, the lowest first; the eighth says that there are more. */
function varint(value: number): number[] {
  const digits: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) + 128);
  return [...digits, rest];
}

function eightBytes(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [i, value] of values.entries()) bytes.writeDoubleLE(value, 8 * i);
  return bytes;
}
