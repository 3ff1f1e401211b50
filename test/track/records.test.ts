import { describe, expect, it } from 'vitest';
import { crc32c } from '../../src/track/tensorboard/crc32c.ts';
import { readRecords, recordOf } from '../../src/track/tensorboard/records.ts';

describe('CRC-32C', () => {
  const iscsiRead =
    '01c00000 00000000 00000000 00000000 14000000 00000400 00000014 00000018 28000000 00000000 02000000 00000000';
  it.each([
    ['nothing', Buffer.alloc(0), 0],
    ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['32 bytes going up', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
    ['32 bytes going down', Buffer.from(Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c],
    ['an iSCSI read command', Buffer.from(iscsiRead.replaceAll(' ', ''), 'hex'), 0xd9963a56],
    ['the nine digits', Buffer.from('123456789'), 0xe3069283],
  ])('of %s is the one that RFC 3720 and the catalogues of CRCs have', (_, bytes, crc) => {
    expect(crc32c(bytes)).toBe(crc);
  });
});

describe('a record', () => {
  it('begins as every event file of TensorFlow does: 24 bytes, and their masked CRC', () => {
    expect(recordOf(Buffer.alloc(24)).subarray(0, 12).toString('hex')).toBe('1800000000000000a37f4b22');
  });

  it('is read back, with all before it, and none from one that is torn or has a bit turned', () => {
    const data = ['first', '', 'third and last'].map((text) => Buffer.from(text));
    const file = Buffer.concat(data.map(recordOf));
    const read = (bytes: Buffer) => [...readRecords(bytes)].map(String);
    expect(read(file)).toEqual(data.map(String));
    const ends = data.map((_, i) => Buffer.concat(data.slice(0, i + 1).map(recordOf)).length);
    for (let length = 0; length < file.length; length++) {
      const whole = ends.filter((end) => end <= length).length;
      expect(read(file.subarray(0, length))).toEqual(data.slice(0, whole).map(String));
    }
    for (let i = 0; i < file.length; i++) {
      const turned = Buffer.from(file);
      turned[i] = (turned[i] as number) ^ 4;
      expect(read(turned)).toHaveLength(ends.filter((end) => end <= i).length);
    }
  });
});
