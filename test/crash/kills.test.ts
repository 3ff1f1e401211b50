import { expect, it } from 'vitest';
import { checkout, startProgram } from '../commands/siamese.ts';

it('commands that were killed twelve times at random moments lose nothing', { timeout: 240_000 }, async () => {
  const { code, stdout } = await startProgram(process.execPath, ['test/crash/kills.ts', '12'], {
    directory: checkout,
  }).ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^all .* tries, 0 failures$/m) });
});
