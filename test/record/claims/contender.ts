/**
 * One of the processes that contend for claims: takes one, looks whether it is alone, gives it back, over and over; or
 * dies with it. Arguments: folder, `run` or `experiment`, seed, the id of a process that is gone. It stops when its standard input ends.
 */
import { closeSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Claim, claimExperiment, claimRun, HeldError, LostError } from '../../../src/record/claim.ts';
import { markProcess } from '../../../src/record/machine.ts';

const [folder = '', kind, seed, idOfDead] = process.argv.slice(2);
/** Shares of the claims that are never given back: as if their process had died, and as it really does. */
const shareLeft = 0.05;
const shareOfDeaths = 0.002;

let state = Number(seed) >>> 0 || 1;
/** xorshift32, in [0, 1) */
function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

const markOfDead = { ...markProcess(), id: Number(idOfDead), birth: null };
const pause = new Int32Array(new SharedArrayBuffer(4));
const counts = { grants: 0, refusals: 0, doubles: 0, losses: 0 };
const holder = join(folder, 'holder');
let isEnding = false;
process.stdin.on('end', () => {
  isEnding = true;
});
process.stdin.resume();
contend();

function contend(): void {
  for (let i = 0; i < 20; i++) contendOnce();
  if (isEnding) tellAndLeave('ended');
  else setImmediate(contend);
}

function contendOnce(): void {
  let claim: Claim;
  try {
    claim = kind === 'run' ? claimRun(folder) : claimExperiment(folder, 'a'.repeat(64));
  } catch (error) {
    if (!(error instanceof HeldError)) throw error;
    counts.refusals++;
    Atomics.wait(pause, 0, 0, random()); // at most a millisecond, for the one that holds it
    return;
  }
  counts.grants++;
  try {
    closeSync(openSync(holder, 'wx')); // who finds it there isn't the only one
  } catch {
    counts.doubles++;
  }
  for (let i = 0; i < random() * 3; i++) check(claim);
  rmSync(holder, { force: true });
  if (random() < shareOfDeaths) tellAndLeave('died');
  if (random() < shareLeft) leave();
  claim.release();
}

/** The claim that is held is by now that of a process that is gone. */
function leave(): void {
  const claims = kind === 'run' ? folder : join(folder, '.claims');
  const names = readdirSync(claims).filter((name) => /^(\.claim|a{64})-\d+$/.test(name));
  const numberOf = (name: string) => Number(name.split('-').at(-1));
  const last = names.reduce((a, b) => (numberOf(a) > numberOf(b) ? a : b));
  const temporary = join(folder, `left-${process.pid}`);
  writeFileSync(temporary, JSON.stringify(markOfDead));
  renameSync(temporary, join(claims, last));
}

function check(claim: Claim): void {
  try {
    claim.check();
  } catch (error) {
    if (!(error instanceof LostError)) throw error;
    counts.losses++;
  }
}

/** At once: nothing is given back. */
function tellAndLeave(how: 'ended' | 'died'): never {
  process.stdout.write(`${JSON.stringify({ ...counts, how })}\n`);
  process.kill(process.pid, 'SIGKILL');
  throw new TypeError('A killed process goes on.');
}
