import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatDuration, formatPercent, parseQuantity } from '../../src/text/index.ts';

describe('a figure is read as it is written', () => {
  it.each([
    ['0.9', 0.9, null],
    ['-1e-3', -1e-3, null],
    ['1,234,567', 1_234_567, null],
    ['90.5 %', 0.905, 'share'],
    ['3 min 5 s', 185, 'seconds'],
    ['1h30min', 5400, 'seconds'],
    ['2 Hours', 7200, 'seconds'],
    ['500ms', 0.5, 'seconds'],
    ['1.5 kB', 1500, 'bytes'],
    ['2 GiB', 2 ** 31, 'bytes'],
    ['820 bytes', 820, 'bytes'],
  ])('%s', (text, value, unit) => {
    expect(parseQuantity(text)).toEqual({ value: expect.closeTo(value, 12), unit });
  });

  it.each([
    '',
    'high',
    '0,9',
    '1,23',
    '5 m',
    '3 apples',
    '1 2',
    '5 min 3 %',
    '1e999',
    '2026-11-01',
    '0x10',
    '1_000',
    '%',
  ])('but not where it is none, or may be either: %j', (text) => {
    expect(parseQuantity(text)).toBeNull();
  });

  it('in all the ways in which tables show one', () => {
    for (const seconds of [0, 0.3, 9.94, 59, 61, 3599, 7260, 86_400])
      expect(parseQuantity(formatDuration(seconds))?.value).toBeCloseTo(seconds, 0);
    expect(parseQuantity(formatPercent(0.655))?.value).toBeCloseTo(0.655, 12);
    expect(parseQuantity(formatBytes(12e6))).toEqual({ value: 12e6, unit: 'bytes' });
    expect(parseQuantity(formatCount(120_000))).toEqual({ value: 120_000, unit: null });
  });
});
