import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Claim, claimRun, isClaimed, LostError } from '../../src/record/claim.ts';
import { unwatched, watchFileCalls } from '../crash/file-calls.ts';
import { markElsewhere, markOfDead, temporaryFolder } from './fixtures.ts';

let folder: string;
let held: Claim[];
beforeEach(() => {
  folder = temporaryFolder();
  held = [];
});
afterEach(() => {
  for (const claim of held) claim.release();
  rmSync(folder, { recursive: true, force: true });
});

const take = (): Claim => {
  const claim = claimRun(folder);
  held.push(claim);
  return claim;
};
const claims = () => readdirSync(folder).sort();
const claimFile = (number: number) => join(folder, `.claim-${number}`);
const write = (number: number, content: unknown) => writeFileSync(claimFile(number), JSON.stringify(content));
const age = (number: number, seconds: number) => {
  const time = Date.now() / 1000 - seconds;
  utimesSync(claimFile(number), time, time);
};
const refusal =
  /is being resumed by (another process|process \d+ on \S+)( \(last sign of life .* gone in .*\))? already; wait until that has ended\.$/;

describe('a claim on a run', () => {
  it('is given once, until it is given back', () => {
    const first = take();
    expect(() => take()).toThrow(refusal);
    expect(isClaimed(folder)).toBe(true);
    first.release();
    expect(isClaimed(folder)).toBe(false);
    expect(claims()).toEqual([]);
    take();
  });

  it('of a process that is gone counts no more, and is swept away', () => {
    write(1, markOfDead());
    write(2, markOfDead());
    expect(isClaimed(folder)).toBe(false);
    take();
    expect(isClaimed(folder)).toBe(true);
    expect(claims()).toEqual(['.claim-3']);
  });

  it('with a lower number than a dead one is given back, and the next is taken', () => {
    watchFileCalls(folder, {
      before(call) {
        // another process has come and gone since this one looked
        if (call.name === 'open' && call.path === claimFile(1))
          unwatched.writeFileSync(claimFile(2), JSON.stringify(markOfDead()));
        return undefined;
      },
    });
    try {
      take();
    } finally {
      watchFileCalls(null);
    }
    expect(claims()).toEqual(['.claim-3']);
  });

  it('beside another that is held is given back: whoever was slow may have made a number that others are done with', () => {
    write(1, { ...markElsewhere(), token: 'theirs' });
    write(2, markOfDead());
    expect(() => take()).toThrow(refusal);
    expect(claims()).toEqual(['.claim-1', '.claim-2']);
  });

  it('of a process elsewhere counts until it has been silent for five minutes, which is told', () => {
    write(1, markElsewhere());
    age(1, 42);
    const told =
      /by process \d+ on elsewhere \(last sign of life 4[23] s ago; without another it counts as gone in 4 min 1[78] s\)/;
    expect(() => take()).toThrow(told);
    age(1, 301);
    take();
  });

  it('of a process in another namespace of the same host is judged as one elsewhere', () => {
    write(1, { ...markOfDead(), place: 'another' });
    expect(() => take()).toThrow(refusal);
    const { place: _, ...old } = markOfDead(); // as versions wrote it that knew of no namespaces
    write(1, old);
    expect(() => take()).toThrow(refusal);
    age(1, 301);
    take();
  });

  it('is believed whatever the clock of its holder says, and not from tomorrow', () => {
    write(1, { ...markElsewhere(), heartbeat: '1970-01-01T00:00:00.000Z' });
    expect(() => take()).toThrow(refusal);
    write(1, { ...markElsewhere(), heartbeat: '2999-01-01T00:00:00.000Z' });
    age(1, 301);
    take().release();
    write(3, markElsewhere());
    age(3, -86_400);
    take();
  });

  it.each([
    ['that is being written', '', 10],
    ['that an older version has left as broken JSON', '{"id":7,"host":"a"}"}', 300],
  ])('%s counts, unless its writer died over it', (_, content, seconds) => {
    writeFileSync(claimFile(1), content);
    expect(() => take()).toThrow(refusal);
    age(1, seconds + 1);
    take().release();
    expect(claims()).toEqual([]);
    writeFileSync(claimFile(3), content);
    age(3, -86_400); // a clock was wrong
    take();
    expect(claims()).toEqual(['.claim-4']);
  });

  it('goes to one of many that ask at once, also past the claim of a dead one', async () => {
    write(1, markOfDead());
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

  it('is renewed thirty times as often as is needed, whole each time, until it is given back', () => {
    vi.useFakeTimers();
    try {
      const claim = take();
      const heartbeat = () => JSON.parse(readFileSync(claimFile(1), 'utf8')).heartbeat as string;
      const bytes = statSync(claimFile(1)).size;
      for (let renewals = 0; renewals < 40; renewals++) {
        const before = heartbeat();
        vi.advanceTimersByTime(10_000);
        expect(heartbeat()).not.toBe(before);
        expect(statSync(claimFile(1)).size).toBe(bytes); // nothing is left of a longer one
        claim.check();
      }
      claim.release();
      vi.advanceTimersByTime(60_000);
      expect(claims()).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("that another has taken over is lost, and stays the other one's", () => {
    const claim = take();
    claim.check();
    write(2, markElsewhere());
    claim.check(); // it may withdraw
    rmSync(claimFile(1)); // it has taken over
    expect(() => claim.check()).toThrow(LostError);
    expect(() => claim.check()).toThrow(/ was taken over by process \d+ on elsewhere, /);
    claim.release();
    expect(claims()).toEqual(['.claim-2']);
    expect(() => take()).toThrow(refusal);
    rmSync(claimFile(2)); // given back
    expect(() => claim.check()).toThrow(LostError);
  });

  it('is not made anew where the run has been moved meanwhile', () => {
    const claim = take();
    const elsewhere = `${folder}-moved`;
    renameSync(folder, elsewhere);
    claim.release();
    expect(() => readdirSync(folder)).toThrow('ENOENT');
    renameSync(elsewhere, folder);
  });
});
