/**
 * Lets the power go at random moments of every command that writes: what was flushed is there, and of the rest any part, by
 * what POSIX promises and by what a journal does. What is there must be readable, the last checkpoint that was flushed
 * usable, and going on must come to the same bits. By hand: `node test/crash/power-loss.ts 1000`; CRASH_SEED=… has the
 * moments of an earlier time again; a scenario's name behind the number tries that one alone.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { findCheckpoint, listRuns, readCheckpoint } from '../../src/record/index.ts';
import { randomShares } from '../moments.ts';
import { FaultServer } from '../track/fault-server.ts';
import { type Course, follow, isCheckpoint, placeIn } from './courses.ts';
import { DiskModel, type Promised } from './disk-model.ts';
import { type FileCall, unwatched, watchFileCalls } from './file-calls.ts';
import { findHalves } from './half-files.ts';
import { restart, tell } from './program.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { Tally } from './tally.ts';

/** What a scenario does to the files below `root`, with all that it writes. */
interface Recording extends Course {
  readonly scenario: Scenario;
  readonly root: string;
  readonly done: readonly FileCall[];
  /** after which call a checkpoint is certain: its run, and its step */
  readonly checkpoints: readonly { readonly after: number; readonly run: string; readonly step: number }[];
}

const home = realpathSync(mkdtempSync(join(tmpdir(), 'siamese-power-')));
const server = new FaultServer();

async function record(scenario: Scenario, nth: number): Promise<Recording> {
  const course = await follow(scenario, join(home, String(nth)), server);
  const root = join(home, `${nth}-recorded`);
  unwatched.cpSync(course.before, root, { recursive: true });
  const done: FileCall[] = [];
  const checkpoints: { after: number; run: string; step: number }[] = [];
  let written: { run: string; step: number } | null = null;
  const place = placeIn(root, server);
  server.forgetEverything();
  watchFileCalls(root, {
    before: () => undefined,
    after(call) {
      done.push('bytes' in call ? { ...call, bytes: call.bytes.slice() } : call);
      if (isCheckpoint(call))
        written = { run: basename(dirname(dirname(call.to))), step: readCheckpoint(call.to).point.state.step };
      else if (call.name === 'flushFolder' && call.path.endsWith('checkpoint') && written !== null) {
        checkpoints.push({ after: done.length, ...written });
        written = null;
      }
    },
  });
  await place.run(scenario.args(place));
  watchFileCalls(null);
  return { ...course, scenario, root, done, checkpoints };
}

/** → what was wrong, a sentence each */
async function loseAt(
  recording: Recording,
  moment: number,
  promised: Promised,
  share: () => number,
): Promise<string[]> {
  const { scenario, before, root, done, undisturbed } = recording;
  const folder = join(home, 'case');
  rmSync(folder, { recursive: true, force: true });
  const model = new DiskModel(promised, before, root);
  for (const call of done.slice(0, moment)) model.take(call);
  model.leaveIn(folder, share);
  restart();
  const problems = listRuns(join(folder, 'runs')).flatMap((entry) =>
    entry.kind === 'unreadable' ? [`${entry.folder} can't be read: ${entry.problem}`] : [],
  );
  problems.push(...findHalves(folder).filter((text) => !/\.csv is half/.test(text))); // the last row may have been cut
  const certain = recording.checkpoints.filter(({ after, run }) => after <= moment && !run.startsWith('.'));
  for (const { run, step } of new Map(certain.map((each) => [each.run, each])).values()) {
    const kept = findCheckpoint(join(folder, 'runs', run))?.checkpoint.point.state.step ?? -1;
    if (kept < step) problems.push(`The checkpoint after step ${step} was flushed, and ${kept} is left.`);
  }
  const place = placeIn(folder, server);
  problems.push(...(await scenario.recover(place)));
  problems.push(...scenario.differences(undisturbed, place).map((text) => `After it went on: ${text}`));
  return problems;
}

/** → whether all came to the same bits */
async function losePower(count: number, name: string | undefined): Promise<boolean> {
  const share = randomShares('A disk', 'CRASH_SEED', tell);
  const recordings: Recording[] = [];
  for (const [nth, scenario] of scenarios.entries())
    if (name === undefined || name === scenario.name) recordings.push(await record(scenario, nth));
  const tally = new Tally(tell);
  for (let tried = 0; tried < count; tried++) {
    // a scenario with more calls has more moments
    const total = recordings.reduce((sum, { done }) => sum + done.length + 1, 0);
    let at = Math.floor(share() * total);
    const recording = recordings.find(({ done }) => {
      if (at <= done.length) return true;
      at -= done.length + 1;
      return false;
    }) as Recording;
    const promised: Promised = share() < 0.6 ? 'posix' : 'journal';
    const problems = await loseAt(recording, at, promised, share).catch((error: Error) => [
      `The trial itself failed: ${error.stack}`,
    ]);
    const next = recording.done[at];
    const where = next === undefined ? 'its end' : `${next.name} ${next.path.replace(recording.root, '')}`;
    tally.add(`${recording.scenario.name}, ${promised}`, `before call ${at}, ${where}`, problems);
  }
  return tally.report();
}

const [count = '200', name] = process.argv.slice(2);
await server.start();
const isWell = await losePower(Number(count), name).catch((error: Error) => tell(String(error.stack)));
watchFileCalls(null);
await server.stop();
rmSync(home, { recursive: true, force: true });
process.exitCode = isWell ? 0 : 1;
