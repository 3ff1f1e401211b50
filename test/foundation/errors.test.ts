import { describe, expect, it } from 'vitest';
import { InputError, sentenceOf, traceOf } from '../../src/errors/index.ts';

describe('an error', () => {
  it('that was foreseen is its sentence; of another a sentence says that it was not', () => {
    expect(sentenceOf(new InputError('No such file.'))).toBe('No such file.');
    expect(sentenceOf(new TypeError('x is not a function'))).toMatch(
      /^Something went wrong that should not have: x is/,
    );
    const trace = traceOf(new InputError('outer', { cause: new Error('inner') }));
    expect(trace).toMatch(/outer[\s\S]*caused by Error: inner/);
  });
});
