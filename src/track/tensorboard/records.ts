/**
 * TFRecord framing: what event files consist of.
 *
 *   record │ length u64 │ masked CRC of length u32 │ data [length] │ masked CRC of data u32 │     all little-endian
 */
import { crc32c } from './crc32c.ts';

const headerBytes = 12;
const footerBytes = 4;

export function recordOf(data: Uint8Array): Buffer {
  const record = Buffer.alloc(headerBytes + data.length + footerBytes);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc(record.subarray(0, 8)), 8);
  record.set(data, headerBytes);
  record.writeUInt32LE(maskedCrc(data), headerBytes + data.length);
  return record;
}

/** The data of each record, up to the first that isn't whole: a process may have died writing it. */
export function* readRecords(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  while (start + headerBytes + footerBytes <= bytes.length) {
    const length = Number(bytes.readBigUInt64LE(start));
    const end = start + headerBytes + length;
    if (bytes.readUInt32LE(start + 8) !== maskedCrc(bytes.subarray(start, start + 8))) return;
    if (end + footerBytes > bytes.length) return;
    const data = bytes.subarray(start + headerBytes, end);
    if (bytes.readUInt32LE(end) !== maskedCrc(data)) return;
    yield data;
    start = end + footerBytes;
  }
}

/** So that a CRC of data that holds CRCs is still a good one: turned right by 15 bits, plus a constant. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
