/**
 * Kills commands at random moments: by the clock, or at one of the calls by which they write, in its midst too. What they
 * leave must be whole, and going on with it, which may be killed again, must come to the same bits as where nothing was
 * killed. By hand: `node test/crash/kills.ts 100`, with KILL_SEED=… before it at the moments of an earlier time.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { listRuns } from '../../src/record/index.ts';
import { checkout, startProgram } from '../commands/siamese.ts';
import { randomShares } from '../moments.ts';
import { FaultServer } from '../track/fault-server.ts';
import { type Course, follow, placeIn } from './courses.ts';
import { unwatched, watchFileCalls } from './file-calls.ts';
import { findHalves } from './half-files.ts';
import { endRestarts, runHere, tell } from './program.ts';
import { type Place, type Scenario, scenarios } from './scenarios.ts';
import { Tally } from './tally.ts';

/** The longer they take, the more often they are killed. */
const weights: Readonly<Record<string, number>> = {
  exp: 5,
  resume: 5,
  'resume with more epochs': 3,
  'sweep of seeds': 3,
  'sweep of lengths': 2,
  sync: 3,
};
/** Several at once, in processes of their own. */
const parallel = ['sweep of seeds'];

const home = realpathSync(mkdtempSync(join(tmpdir(), 'siamese-kills-')));
const server = new FaultServer();
const preload = join(checkout, 'test/crash/killed-at-call.ts');

interface Timed extends Course {
  readonly scenario: Scenario;
  /** that it takes as a process of its own, where it isn't killed */
  readonly milliseconds: number;
}

interface Kill {
  /** in words, for the line that tells of a failure */
  readonly when: string;
  /** at which of its calls; null: by the clock */
  readonly call: number | null;
  readonly milliseconds: number;
  /** the processes that it has started too */
  readonly isOfAll: boolean;
}

async function time(scenario: Scenario, nth: number): Promise<Timed> {
  const course = await follow(scenario, join(home, String(nth)), server);
  endRestarts();
  const folder = freshCopy(course);
  const began = performance.now();
  await startKilled(argsOf(scenario, placeIn(folder, server)), folder, null);
  return { ...course, scenario, milliseconds: performance.now() - began };
}

function freshCopy({ before }: Course): string {
  const folder = join(home, 'case');
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  unwatched.cpSync(before, folder, { recursive: true });
  server.forgetEverything();
  return folder;
}

function argsOf(scenario: Scenario, place: Place): readonly string[] {
  return [...scenario.args(place), ...(parallel.includes(scenario.name) ? ['--parallel', '2'] : [])];
}

/** → whether it was killed */
async function startKilled(args: readonly string[], folder: string, kill: Kill | null): Promise<boolean> {
  const env =
    kill?.call == null
      ? {}
      : { NODE_OPTIONS: `--import ${preload}`, SIAMESE_KILL_BELOW: folder, SIAMESE_KILL_AT: String(kill.call) };
  const { child, ended } = startProgram(process.execPath, [join(checkout, 'src/cli.ts'), ...args], {
    directory: folder,
    env,
    detached: true,
  });
  const clock = new AbortController();
  const killing = sleep(kill?.call === null ? kill.milliseconds : 600_000, undefined, { signal: clock.signal }).then(
    () => process.kill(kill?.isOfAll ? -(child.pid as number) : (child.pid as number), 'SIGKILL'),
    () => {}, // it has ended before
  );
  const { signal } = await ended;
  clock.abort();
  await killing.catch(() => {});
  return signal === 'SIGKILL';
}

/** → what was wrong, a sentence each, and how often it was killed */
async function killOnce(
  { scenario, undisturbed, ...course }: Timed,
  kill: Kill,
  again: Kill,
): Promise<[string[], number]> {
  const folder = freshCopy({ undisturbed, ...course });
  // what a killed process has left is a dead process's, without any restart
  const place: Place = { ...placeIn(folder, server), run: (args) => runHere(args, folder) };
  let kills = (await startKilled(argsOf(scenario, place), folder, kill)) ? 1 : 0;
  const problems = lookAt(folder);
  if (scenario.isTraining && again.milliseconds > 0) {
    if (await startKilled(['resume', 'latest'], folder, again)) kills++;
    problems.push(...lookAt(folder));
  }
  problems.push(...(await scenario.recover(place)));
  problems.push(...scenario.differences(undisturbed, place).map((text) => `After it went on: ${text}`));
  return [problems, kills];
}

function lookAt(folder: string): string[] {
  const unreadable = listRuns(join(folder, 'runs')).flatMap((entry) =>
    entry.kind === 'unreadable' ? [`${entry.folder} can't be read: ${entry.problem}`] : [],
  );
  // a row is appended: half of one is passed over where it is read, and cut back where the run goes on
  return [...unreadable, ...findHalves(folder).filter((text) => !/metrics\.csv is half/.test(text))];
}

function drawKill(share: () => number, { scenario, calls, milliseconds }: Timed): Kill {
  const isOfAll = share() < 0.5;
  const byCall = share() < (scenario.isTraining || parallel.includes(scenario.name) ? 0.5 : 0.8);
  const at = share();
  const call = Math.floor(at * calls.length) + share() * 0.99;
  if (!byCall)
    return { when: `after ${Math.round(at * milliseconds)} ms`, call: null, milliseconds: at * milliseconds, isOfAll };
  return { when: `at call ${call.toFixed(2)}, ${calls[Math.floor(call)]?.name}`, call, milliseconds, isOfAll };
}

/** → whether all came to the same bits */
async function killCommands(count: number): Promise<boolean> {
  const share = randomShares('Every command that writes', 'KILL_SEED', tell);
  const courses: Timed[] = [];
  for (const [nth, scenario] of scenarios.entries()) courses.push(await time(scenario, nth));
  const chances = courses.flatMap((course) => Array<Timed>(weights[course.scenario.name] ?? 1).fill(course));
  const tally = new Tally(tell);
  for (let killed = 0; killed < count; ) {
    const course = chances[Math.floor(share() * chances.length)] as Timed;
    const kill = drawKill(share, course);
    const again = share() < 0.5 ? drawKill(share, course) : { ...kill, milliseconds: 0 };
    const [problems, kills] = await killOnce(course, kill, again).catch((error: Error): [string[], number] => [
      [`The trial itself failed: ${error.stack}`],
      1,
    ]);
    killed += kills;
    const twice = again.milliseconds > 0 ? ` and its resume ${again.when}` : '';
    for (let i = 0; i < kills; i++)
      tally.add(course.scenario.name, `killed ${kill.when}${twice}`, i === 0 ? problems : []);
    if (kills === 0) tally.add('not killed in time', course.scenario.name, problems);
  }
  return tally.report();
}

await server.start();
const isWell = await killCommands(Number(process.argv[2] ?? 1000)).catch((error: Error) => tell(String(error.stack)));
watchFileCalls(null);
await server.stop();
rmSync(home, { recursive: true, force: true, maxRetries: 10 });
process.exitCode = isWell ? 0 : 1;
