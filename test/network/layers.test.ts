import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convOutput, samePadding } from '../../src/network/layers/conv.ts';
import { poolOutput } from '../../src/network/layers/pool.ts';

test('shapes are those of windows laid by hand', () => {
  const size = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 1, max: 7 }), (length, kernel, stride) => {
      let valid = 0;
      for (let start = 0; start + kernel <= length; start += stride) valid++;
      expect(convOutput(length, kernel, stride, 'valid')).toBe(valid);

      const { before, after } = samePadding(length, kernel, stride);
      let same = 0;
      for (let start = -before; start + kernel <= length + after; start += stride) same++;
      const output = convOutput(length, kernel, stride, 'same');
      expect(output).toBe(Math.ceil(length / stride));
      expect(after - before === 0 || after - before === 1).toBe(true);
      // a window for each output; where stride exceeds the kernel there is no padding and one more may fit
      if (before + after > 0) expect(same).toBe(output);
      else expect(same).toBeGreaterThanOrEqual(output);

      let pooled = 0;
      for (let start = 0; start + kernel <= length; start += kernel) pooled++;
      expect(poolOutput(length, kernel)).toBe(pooled);
    }),
  );
});
