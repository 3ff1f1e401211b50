/** Every command on hostile runs folders: what lies outside is as it was, whatever they do. */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tiny } from '../commands/siamese.ts';
import { FaultServer } from '../track/fault-server.ts';
import type { Answer } from './child.ts';
import { Choices, makeHostile, makePlace, type Place, secret } from './hostile-folders.ts';

export interface Outcome {
  readonly folders: number;
  readonly commands: number;
  /** a sentence each */
  readonly failures: readonly string[];
}

/** Longest that a command may take on a busy machine. */
const mostSeconds = 120;

/** `count` runs folders of a seed. */
export async function tryHostileFolders(folder: string, seed: number, count: number): Promise<Outcome> {
  const server = new FaultServer();
  await server.start();
  const program = new Program();
  const failures: string[] = [];
  let commands = 0;
  try {
    const template = await makeTemplate(join(folder, 'template'), program);
    for (let number = 0; number < count; number++) {
      const choices = new Choices(seed + number);
      const place = makePlace(join(folder, String(number)), template.runs, template.names);
      writeFileSync(join(place.folder, 'tiny.yaml'), experimentFile);
      writeFileSync(join(place.folder, 'longer.yaml'), experimentFile.replace('epochs: 1', 'epochs: 2'));
      const hostile = makeHostile(place, choices);
      const before = describe(place.canary);
      for (const args of commandsFor(place, server.uri)) {
        commands++;
        const answer = await program.run(args, place.folder);
        const after = describe(place.canary);
        const problem = whatIsWrong(answer, before, after);
        if (problem !== null)
          failures.push(`seed ${seed + number}: ${hostile.join(', ')}: siamese ${args.join(' ')}: ${problem}`);
        if (after !== before) break;
      }
      rmSync(place.folder, { recursive: true });
    }
    const secretHash = createHash('sha256').update(secret).digest('hex');
    if ([...server.runs.values()].some(({ artifacts }) => [...artifacts.values()].includes(secretHash)))
      failures.push(`seed ${seed}: the canary's secret was sent to the tracking server`);
  } finally {
    program.stop();
    await server.stop();
  }
  return { folders: count, commands, failures };
}

const experimentFile = `${tiny}track: { tensorboard: true }\n`.replace('epochs: 2', 'epochs: 1');

async function makeTemplate(folder: string, program: Program): Promise<{ runs: string; names: string[] }> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tiny.yaml'), experimentFile);
  for (const seed of [1, 2]) await program.run(['exp', 'tiny.yaml', `seed=${seed}`, '--runs', 'runs'], folder);
  const runs = join(folder, 'runs');
  rmSync(join(runs, '.claims'), { recursive: true, force: true });
  return { runs, names: readdirSync(runs).sort() };
}

/** As a person would have them, the ones that change most last. */
function commandsFor({ names }: Place, uri: string): string[][] {
  const [first, second] = names as [string, string];
  return [
    ['runs'],
    ['runs', '--json'],
    ['runs', first, '--prune'],
    ['runs', '--empty-trash'],
    ['compare', 'runs/*', '--html', 'page.html', '--json'],
    ['tag', first, 'good', 'since it is'],
    ['tag', 'runs/*', 'all'],
    ['tag', first, '--remove', 'good'],
    ['sync', first, second, '--uri', uri],
    ['resume', first, 'training.epochs=2'],
    ['reproduce', second],
    ['exp', 'tiny.yaml', 'seed=3', '--json'],
    ['exp', 'tiny.yaml', 'longer.yaml', 'seed=2', '--json'],
    ['runs', first, '--prune', '--delete'],
    ['runs', '--undo'],
    ['runs', 'status=completed', '--prune', '--delete'],
    ['runs', '--empty-trash', '--delete'],
    ['runs'],
  ].map((args) => [...args, '--runs', 'runs']);
}

function whatIsWrong(answer: Answer | null, before: string, after: string): string | null {
  if (before !== after) return `what lies outside has changed:\n${differenceOf(before, after)}`;
  if (answer === null) return `no answer within ${mostSeconds} s`;
  return answer.isForeign ? String(answer.problem) : null;
}

/** Every name below, with all that a write or a delete would change. Folders tell of what came and went by their times. */
function describe(folder: string, below = ''): string {
  const path = join(folder, below);
  const { mode, mtimeMs, size } = lstatSync(path);
  const stat = lstatSync(path);
  const line = `${below} ${mode.toString(8)} ${mtimeMs} ${size}`;
  if (stat.isDirectory())
    return [
      line,
      ...readdirSync(path)
        .sort()
        .map((name) => describe(folder, join(below, name))),
    ].join('\n');
  return `${line} ${stat.isSymbolicLink() ? readlinkSync(path) : createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}

function differenceOf(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const [gone, come] = [old.filter((line) => !now.includes(line)), now.filter((line) => !old.includes(line))];
  return [...gone.map((line) => `- ${line}`), ...come.map((line) => `+ ${line}`)].join('\n');
}

/** A process that runs commands, and another one after one that hangs. */
class Program {
  #child: ChildProcess | null = null;

  /** null: no answer in time. */
  run(args: readonly string[], directory: string): Promise<Answer | null> {
    this.#child ??= startChild();
    const child = this.#child;
    return new Promise((done) => {
      const end = (answer: Answer | null) => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (answer === null) this.stop();
        done(answer);
      };
      const timer = setTimeout(() => end(null), 1000 * mostSeconds);
      child.once('message', (answer: Answer) => end(answer));
      child.once('exit', (code, signal) => {
        this.#child = null;
        end({ code: 1, problem: `the process ended with ${code ?? signal}`, isForeign: true });
      });
      child.send({ args, directory });
    });
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}

function startChild(): ChildProcess {
  const isSetting = ([name]: [string, unknown]) => /^(VITEST|MLFLOW|SIAMESE|NODE_OPTIONS)/.test(name);
  return fork(fileURLToPath(new URL('./child.ts', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    env: Object.fromEntries(Object.entries(process.env).filter((each) => !isSetting(each))),
  });
}
