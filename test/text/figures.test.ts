import { describe, expect, it } from 'vitest';
import { formatDuration } from '../../src/text/index.ts';

describe('a duration', () => {
  it.each([
    [0.04, '0.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.6, '1 min 0 s'],
    [185, '3 min 5 s'],
    [7500, '2 h 5 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
