import { expect, test, vi } from 'vitest';
import { skipUnlessRequired } from '../required.ts';

test('what can not be tested is skipped aloud, but fails where it is required', () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  skipUnlessRequired('tfjs', 'It is not set up.', '');
  skipUnlessRequired('tfjs', 'It is not set up.', 'wasm,page');
  expect(warn.mock.calls).toEqual([
    ['tfjs IS NOT TESTED: It is not set up.'],
    ['tfjs IS NOT TESTED: It is not set up.'],
  ]);
  expect(() => skipUnlessRequired('tfjs', 'It is not set up.', 'wasm,tfjs')).toThrow(
    "REQUIRED_ENGINES names tfjs, which can't be tested here. It is not set up.",
  );
  vi.restoreAllMocks();
});

test('a name that nothing bears is no requirement, but a mistake', () => {
  expect(() => skipUnlessRequired('tfjs', '', 'wsam')).toThrow('REQUIRED_ENGINES names wsam; what can be required is');
});
