import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimRun } from '../../src/record/claim.ts';
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

  it('goes to one of many that ask at once, also past the claim of a dead one', async () => {
    writeDeadClaim(1);
    const module = new URL('../../src/record/claim.ts', import.meta.url).href;
    const script = `
      import { claimRun } from ${JSON.stringify(module)};
      const at = Number(process.argv[2]);
      while (Date.now() < at);
      try { claimRun(process.argv[1]); console.log('won'); setTimeout(() => {}, 2000); } catch (error) { console.log(error.message); }
    `;
    const at = Date.now() + 1000;
    const asked = Array.from(
      { length: 4 },
      () =>
        new Promise<string>((done) => {
          const args = ['--input-type=module', '--eval', script, folder, String(at)];
          execFile(process.execPath, args, (_, stdout) => done(stdout.trim()));
        }),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer === 'won')).toHaveLength(1);
    for (const answer of answers) if (answer !== 'won') expect(answer).toMatch(refusal);
  });
});
