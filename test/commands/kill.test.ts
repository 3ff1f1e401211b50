import { expect, it } from 'vitest';
import { killAndResume } from './kill.ts';

it('a run that was killed twenty times at random moments ends as one that was not', { timeout: 240_000 }, async () => {
  const report = await killAndResume(20);
  expect(report.differences).toEqual([]);
  expect(report.kills).toBe(20);
  expect(report.killsInTraining).toBeGreaterThan(0);
});
