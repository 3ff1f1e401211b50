/**
 * Lets each call that writes fail, of each command that writes: a disk that is full, out of inodes or read-only, a quota,
 * input and output errors, folders that somebody removes. What was there must stay, the command must say what is wrong,
 * and once the trouble is over it must come to the same end. By hand: `node test/crash/failing-writes.ts`, all of it;
 * with a number behind it so many cases, drawn with the seed that is printed (CRASH_SEED=… has the same ones again), with
 * a scenario's name that one alone.
 */

import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { findCheckpoint, readCheckpoint, runFiles } from '../../src/record/index.ts';
import type { Ended } from '../commands/siamese.ts';
import { randomShares } from '../moments.ts';
import { FaultServer } from '../track/fault-server.ts';
import { type Course, follow, isCheckpoint, placeIn } from './courses.ts';
import { FailingDisk, momentsOf, removeElsewhere, type Trouble, troubles } from './failing-disk.ts';
import { type FileCall, unwatched, watchFileCalls } from './file-calls.ts';
import { findHalves } from './half-files.ts';
import { restart, tell } from './program.ts';
import { newestRun, type Place, type Scenario, scenarios } from './scenarios.ts';
import { Tally } from './tally.ts';

interface Case {
  readonly scenario: Scenario;
  readonly trouble: Trouble;
  /** the number of the call that is refused first */
  readonly moment: number;
}

const home = realpathSync(mkdtempSync(join(tmpdir(), 'siamese-failing-')));
const server = new FaultServer();

/** → what was wrong, a sentence each */
async function tryCase({ scenario, trouble, moment }: Case, { before, undisturbed }: Course): Promise<string[]> {
  const folder = join(home, 'case');
  unwatched.rmSync(folder, { recursive: true, force: true });
  unwatched.cpSync(before, folder, { recursive: true });
  server.forgetEverything();
  const place = placeIn(folder, server);
  const disk = new FailingDisk(trouble, moment, (name) => removeElsewhere(folder, name, newestRun));
  const keptSteps = new Map<string, number>();
  watchFileCalls(folder, {
    before: (call) => disk.before(call),
    after(call) {
      if (isCheckpoint(call)) keptSteps.set(dirname(dirname(call.to)), readCheckpoint(call.to).point.state.step);
    },
  });
  const ended = await place.run(scenario.args(place));
  watchFileCalls(null);
  restart();
  const problems = judgeEnd({ scenario, trouble, ended, place }, () => scenario.differences(undisturbed, place));
  problems.push(...findHalves(folder));
  for (const [run, step] of trouble.code === null ? [] : keptSteps) {
    if (basename(run).startsWith('.')) continue; // it is elsewhere by now
    const kept = findCheckpoint(run)?.checkpoint.point.state.step ?? -1;
    if (kept < step) problems.push(`The checkpoint after step ${step} is lost: ${kept} is left.`);
  }
  if (trouble.code === null && !scenario.isTraining) return problems; // what it was to work on is gone
  problems.push(...(await scenario.recover(place)));
  problems.push(...scenario.differences(undisturbed, place).map((text) => `After it went on: ${text}`));
  return problems;
}

/** The words by which a person knows what is wrong. */
const words: Readonly<Record<string, RegExp>> = {
  ENOSPC: /disk is full|no space left/i,
  EDQUOT: /disk is full|quota/i,
  EROFS: /read-only/i,
  EIO: /i\/o error/i,
  EMFILE: /too many open files/i,
  EACCES: /permission/i,
  gone: /is gone|no such file|There is no run/i,
};

interface Judged extends Pick<Case, 'scenario' | 'trouble'> {
  readonly ended: Ended;
  readonly place: Place;
}

function judgeEnd({ scenario, trouble, ended, place }: Judged, differences: () => string[]): string[] {
  const { code, stdout, stderr } = ended;
  const problems: string[] = [];
  const said = stdout + stderr;
  const [unforeseen] = /^.*(\n\s+at |should not have|uncaught|unhandled|\[object|undefined).*$/m.exec(said) ?? [];
  if (unforeseen !== undefined) problems.push(`It said: ${unforeseen.trim()}`);
  for (const run of runsHere(place)) {
    const { status, error } = run;
    if (status === 'failed' && code === 0) problems.push('The run is called failed, and the command ended with 0.');
    if (status === 'failed' && !error) problems.push('The run failed for no reason.');
  }
  if (code === 0) {
    if (trouble.code !== null) problems.push(...differences().map((text) => `It ended with 0, but: ${text}`));
    return problems;
  }
  const isBegun = scenario.isTraining && / pairs in /.test(stdout);
  const isInput = code === 2 && !isBegun && [null, 'EROFS', 'EACCES'].includes(trouble.code);
  if (code !== 1 && !isInput) problems.push(`It ended with ${code}: ${stderr.trim().slice(-300)}`);
  if (!words[trouble.code ?? 'gone']?.test(said)) problems.push(`It doesn't say why: ${said.trim().slice(-400)}`);
  return problems;
}

function runsHere({ folder }: Place): { status: string; error: string | null }[] {
  const runs = join(folder, 'runs');
  const names = existsSync(runs) ? readdirSync(runs).filter((name) => !name.startsWith('.')) : [];
  return names.flatMap((name) => {
    const file = join(runs, name, runFiles.run);
    return existsSync(file) ? [JSON.parse(readFileSync(file, 'utf8'))] : [];
  });
}

/** So many of them, by chance; all where there are no more. */
function draw(cases: readonly Case[], count: number): Case[] {
  if (count >= cases.length) return [...cases];
  const share = randomShares('A command that writes', 'CRASH_SEED', tell);
  const keys = new Map(cases.map((each) => [each, share()]));
  return cases.toSorted((a, b) => (keys.get(a) as number) - (keys.get(b) as number)).slice(0, count);
}

function describe({ scenario, moment }: Case, { calls, undisturbed }: Course): string {
  const call = calls[moment] as FileCall;
  const shown = [call.path, ...('to' in call ? [call.to] : [])].map((path) => path.replace(undisturbed.folder, ''));
  return `${scenario.name}, at its call ${moment}, ${call.name} ${shown.join(' → ')}`;
}

/** `wish`: how many cases, or a scenario's name; undefined: all. → whether nothing was wrong */
async function failWrites(wish: string | undefined): Promise<boolean> {
  const count = wish !== undefined && /^\d+$/.test(wish) ? Number(wish) : null;
  const chosen = scenarios.filter(({ name }) => wish === undefined || count !== null || name === wish);
  const courses = new Map<Scenario, Course>();
  for (const [nth, scenario] of chosen.entries())
    courses.set(scenario, await follow(scenario, join(home, String(nth)), server));
  const cases = [...courses].flatMap(([scenario, { calls }]) =>
    troubles.flatMap((trouble) => momentsOf(trouble, calls).map((moment): Case => ({ scenario, trouble, moment }))),
  );
  const tally = new Tally(tell);
  for (const each of draw(cases, count ?? cases.length)) {
    const course = courses.get(each.scenario) as Course;
    const problems = await tryCase(each, course).catch((error: Error) => [`The trial itself failed: ${error.stack}`]);
    tally.add(each.trouble.name, describe(each, course), problems);
  }
  for (const [{ name }, { calls }] of courses) tell(`${name}: ${calls.length} calls that write`);
  return tally.report();
}

await server.start();
const isWell = await failWrites(process.argv[2]).catch((error: Error) => tell(String(error.stack)));
watchFileCalls(null);
await server.stop();
unwatched.rmSync(home, { recursive: true, force: true });
process.exitCode = isWell ? 0 : 1;
