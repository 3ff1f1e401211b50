import { expect, it } from 'vitest';
import { checkout, startProgram } from '../commands/siamese.ts';

it('a loss of power takes no checkpoint that was flushed', { timeout: 240_000 }, async () => {
  const { code, stdout } = await startProgram(process.execPath, ['test/crash/power-loss.ts', '25'], {
    directory: checkout,
  }).ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^all +25 tries, 0 failures$/m) });
});
