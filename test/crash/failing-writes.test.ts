import { expect, it } from 'vitest';
import { checkout, startProgram } from '../commands/siamese.ts';

it('calls that write and fail lose nothing, and are told', { timeout: 240_000 }, async () => {
  const { code, stdout } = await startProgram(process.execPath, ['test/crash/failing-writes.ts', '60'], {
    directory: checkout,
  }).ended;
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(' 60 tries, 0 failures') });
});
