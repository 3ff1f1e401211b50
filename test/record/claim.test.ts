import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { claimRun } from '../../src/record/claim.ts';
import { isAlive } from '../../src/record/run.ts';
import { temporaryFolder } from './fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const claims = () => readdirSync(folder).filter((name) => name.startsWith('.claim-'));
const refusal = /is being resumed by (another process|process \d+ on .*) already; wait until that has ended\.$/;

function writeDeadClaim(number: number): void {
  const id = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
  const mark = { id, host: hostname(), birth: null, heartbeat: new Date().toISOString() };
  writeFileSync(join(folder, `.claim-${number}`), JSON.stringify(mark));
}

describe('a claim on a run', () => {
  it('is given once, until it is given back', () => {
    const release = claimRun(folder);
    expect(() => claimRun(folder)).toThrow(refusal);
    release();
    expect(claims()).toEqual([]);
    claimRun(folder)();
  });

  it('of a process that is gone counts no more, and is swept away', () => {
    writeDeadClaim(1);
    writeDeadClaim(2);
    claimRun(folder);
    expect(claims()).toEqual(['.claim-3']);
  });

  it('that is being written counts, unless its writer died over it', () => {
    const file = join(folder, '.claim-1');
    writeFileSync(file, '');
    expect(() => claimRun(folder)).toThrow(refusal);
    const longAgo = Date.now() / 1000 - 60;
    utimesSync(file, longAgo, longAgo);
    claimRun(folder);
    expect(claims()).toEqual(['.claim-2']);
  });

  it('of which nothing was written counts no more where it is from tomorrow: a clock was wrong', () => {
    const file = join(folder, '.claim-1');
    writeFileSync(file, '');
    const tomorrow = Date.now() / 1000 + 86_400;
    utimesSync(file, tomorrow, tomorrow);
    claimRun(folder);
    expect(claims()).toEqual(['.claim-2']);
  });

  it('goes to one of many that ask at once, also past the claim of a dead one', async () => {
    writeDeadClaim(1);
    const module = new URL('../../src/record/claim.ts', import.meta.url).href;
    const script = `
      import { claimRun } from ${JSON.stringify(module)};
      process.stdin.once('data', () => {
        try { claimRun(process.argv[1]); console.log('won'); } catch (error) { console.log(error.message); }
      });
      console.log('ready'); // it stays there, with what it has won, until nobody can write to it any more
    `;
    const args = ['--input-type=module', '--eval', script, folder];
    const asking = Array.from({ length: 4 }, () => {
      const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
      return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
    });
    const nextLines = () => Promise.all(asking.map(async ({ lines }) => (await lines.next()).value));
    expect(await nextLines()).toEqual(Array(4).fill('ready'));
    for (const { child } of asking) child.stdin.write('now\n');
    const answers = await nextLines();
    for (const { child } of asking) child.stdin.end();
    expect(answers.filter((answer) => answer === 'won')).toHaveLength(1);
    for (const answer of answers) if (answer !== 'won') expect(answer).toMatch(refusal);
  });

  it('is renewed so often that no other host takes its holder for gone', () => {
    vi.useFakeTimers();
    try {
      const release = claimRun(folder);
      const elsewhere = () => ({ host: 'elsewhere', now: Date.now(), birthOf: () => 'gone' as const });
      const mark = () => JSON.parse(readFileSync(join(folder, '.claim-1'), 'utf8'));
      let longestSilence = 0;
      for (let minutes = 0; minutes < 60; minutes += 0.25) {
        vi.advanceTimersByTime(15_000);
        expect(isAlive(mark(), elsewhere())).toBe(true);
        longestSilence = Math.max(longestSilence, Date.now() - Date.parse(mark().heartbeat));
      }
      expect(longestSilence).toBeLessThanOrEqual(30_000); // a tenth of what makes it count as gone: disks and clocks lag
      release();
      vi.advanceTimersByTime(60_000);
      expect(claims()).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });
});
