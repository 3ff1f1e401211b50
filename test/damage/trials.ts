/**
 * Damaged run folders under every command that reads them. What must hold: a sentence, never a foreign error; no figure
 * shown that isn't the one recorded; `--verify` names what is damaged; `exp` counts nothing damaged as done; what goes on,
 * goes on to the same bits; nothing damaged is called identical.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadEngine } from '../../src/engine/node.ts';
import { InputError } from '../../src/errors/index.ts';
import { Datasets } from '../../src/launch/index.ts';
import { decideSoundly, soundRuns } from '../../src/launch/sound.ts';
import {
  findRun,
  listRuns,
  loadResolved,
  openRun,
  prepareResume,
  type ReadRun,
  type Run,
  readDetails,
  runFiles,
  verifyRun,
} from '../../src/record/index.ts';
import { train } from '../../src/training/index.ts';
import { checkout, siamese, tiny, writeExperiment } from '../commands/siamese.ts';
import { Dice } from '../mutants/random.ts';
import { writeRunJson } from '../run-json.ts';
import { type DamageDone, damage, filesBelow } from './damages.ts';
import { type Answer, ask } from './program.ts';

export interface Outcome {
  readonly folders: number;
  readonly commands: number;
  /** damaged runs that went on to the right bits, and those that were refused */
  readonly resumed: number;
  readonly refused: number;
  /** a sentence each */
  readonly failures: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at key by key
type Anything = any;

/** `count` damages of a seed. */
export async function tryDamages(
  folder: string,
  seed: number,
  count: number,
  tell = (_: string) => {},
): Promise<Outcome> {
  const library = await makeLibrary(join(folder, 'library'));
  const totals = { commands: 0, resumed: 0, refused: 0 };
  const failures: string[] = [];
  for (let number = 0; number < count; number++) {
    const dice = new Dice(seed + number);
    const trial = new Trial(library, join(folder, 'trial'), dice);
    await trial.run();
    const told = trial.damages.map(({ name, file, kind }) => `${name}/${file}: ${kind}`).join(', ');
    for (const failure of trial.failures) {
      failures.push(`seed ${seed + number} (${told}): ${failure}`);
      tell(failures.at(-1) as string);
    }
    totals.commands += trial.commands;
    totals.resumed += trial.resumed === true ? 1 : 0;
    totals.refused += trial.resumed === false ? 1 : 0;
    rmSync(join(folder, 'trial'), { recursive: true, force: true });
    if ((number + 1) % 50 === 0) tell(`${number + 1} damages, ${failures.length} failures`);
  }
  return { folders: count, ...totals, failures };
}

/** Whole runs of this version and an earlier one, and what each comes to with an epoch more. */
interface Library {
  readonly runs: string;
  /** name → the run, as it was recorded */
  readonly whole: ReadonlyMap<string, Whole>;
  /** name → its folder, after it has gone on */
  readonly longer: ReadonlyMap<string, string>;
}

interface Whole {
  readonly run: Run;
  readonly status: string;
  /** of each of its files */
  readonly bytes: ReadonlyMap<string, Buffer>;
  readonly epochs: readonly { readonly epoch: number }[];
}

const oldRuns = ['completed', 'stopped', 'triplets'];
const datasets = new Datasets();

async function makeLibrary(folder: string): Promise<Library> {
  const runs = join(folder, 'runs');
  mkdirSync(runs, { recursive: true });
  const file = writeExperiment(folder, 'tiny', tiny);
  for (const [name, seed] of [
    ['one', 1],
    ['two', 2],
    ['killed', 3],
  ] as const) {
    const { stdout, stderr } = await siamese(['exp', file, `seed=${seed}`, '--json', '--runs', join(folder, name)]);
    if (stdout === '') throw new Error(stderr);
    renameSync(JSON.parse(stdout).runs[0].folder, join(runs, name));
  }
  kill(join(runs, 'killed'));
  for (const name of oldRuns)
    cpSync(join(checkout, 'test/fixtures/runs-0.1.0', name), join(runs, name), { recursive: true });
  const names = readdirSync(runs);
  const whole = new Map(names.map((name) => [name, describe(join(runs, name))]));
  const longer = new Map<string, string>();
  for (const name of names) {
    cpSync(join(runs, name), join(folder, 'longer', name), { recursive: true });
    await goOn(join(folder, 'longer', name));
    longer.set(name, join(folder, 'longer', name));
  }
  return { runs, whole, longer };
}

/** As if the power had gone when the second epoch's row and evaluation had been written, but run.json hadn't. */
function kill(folder: string): void {
  const { run } = openRun(folder);
  const { metrics } = readDetails({ runs: [openRun(folder)], unreadable: [] }).runs[0] as {
    metrics(): readonly NonNullable<Run['result']>['last'][];
  };
  const [last] = metrics() as [NonNullable<Run['result']>['last']];
  const { epoch, valLoss, valAccuracy } = last;
  const { [runFiles.experiment]: experiment, [runFiles.resolved]: resolved } = run.digests;
  const digests = { [runFiles.experiment]: experiment, [runFiles.resolved]: resolved };
  const result = { last, best: { epoch, valLoss, valAccuracy } };
  writeRunJson(folder, {
    ...run,
    status: 'running',
    reason: null,
    endedAt: null,
    weightsHash: null,
    result,
    digests,
    process: null,
  });
  renameSync(join(folder, runFiles.checkpointPrevious), join(folder, runFiles.checkpointLast));
  for (const name of [runFiles.model, runFiles.modelBest]) rmSync(join(folder, name), { recursive: true });
}

function describe(folder: string): Whole {
  const found = openRun(folder);
  const [details] = readDetails({ runs: [found], unreadable: [] }).runs;
  const bytes = new Map(filesBelow(folder).map((file) => [file, readFileSync(join(folder, file))]));
  return { run: found.run, status: found.status, bytes, epochs: details?.metrics() ?? [] };
}

/** With an epoch more, where it has done all of its own. Throws an InputError where it is refused. */
async function goOn(folder: string): Promise<void> {
  const found = openRun(folder);
  const epochs = found.status === 'completed' ? found.run.epochs + 1 : null;
  const resumption = prepareResume({ found, epochs });
  try {
    const { loaded, point } = resumption;
    const dataset = await datasets.take(loaded);
    let run: ReturnType<typeof resumption.begin> | null = null;
    const events = train({
      experiment: loaded.experiment,
      dataset,
      engine: await loadEngine('reference'),
      threads: 1,
      ...(point === null ? {} : { from: point }),
    });
    for await (const event of events) {
      if (event.type === 'start') run = resumption.begin(event, { command: ['siamese', 'resume'], directory: folder });
      run?.take(event);
    }
    run?.finish({ status: 'completed', reason: 'allEpochs' });
  } finally {
    resumption.release();
  }
}

class Trial {
  readonly failures: string[] = [];
  readonly damages: readonly DamageDone[];
  commands = 0;
  /** null: not tried */
  resumed: boolean | null = null;
  readonly #library: Library;
  readonly #directory: string;
  readonly #runs: string;
  readonly #name: string;
  readonly #dice: Dice;

  constructor(library: Library, directory: string, dice: Dice) {
    this.#library = library;
    this.#directory = directory;
    this.#runs = join(directory, 'runs');
    this.#dice = dice;
    cpSync(library.runs, this.#runs, { recursive: true });
    this.damages = damage(this.#runs, dice);
    this.#name = this.damages[0]?.name ?? 'one';
  }

  async run(): Promise<void> {
    const name = this.#name;
    const partner = this.#dice.pick(['one', 'two', 'completed'].filter((each) => each !== name));
    this.#holdList(await this.#json(['runs']));
    this.#holdComparison(await this.#json(['compare', '*']));
    this.#holdComparison(await this.#json(['compare', partner, name]));
    this.#holdVerification(await this.#json(['runs', '--verify']));
    this.#holdSkipping();
    const key = this.#dice.pick(['auc', 'best.dPrime', 'valAccuracy', 'network.embeddingDim', 'kept.valLoss']);
    for (const args of [
      ['runs', '--columns', `folder,status,valAccuracy,${key}`],
      ['runs', '--csv', '--sort', `-${key}`],
      ['compare', '*', '--html', 'page.html', ...this.#dice.pick([['--metric', 'auc'], ['--best'], []])],
      ['compare', partner, name, this.#dice.pick(['--md', '--csv'])],
      ['runs', name, '--prune', '--keep-best', '1'],
      ['tag', name, 'good'],
      ['tag'],
      ['sync', name],
    ])
      await this.#ask(args);
    const page = join(this.#directory, 'page.html');
    if (existsSync(page))
      this.#holdText(
        'the page',
        readFileSync(page, 'utf8').replace(/<script.*?<\/script>|<style.*?<\/style>|data:[^"']*/gs, ''),
      );
    if (this.#dice.next() < 0.15) await this.#holdReproduction();
    await this.#holdResume();
  }

  async #ask(args: readonly string[]): Promise<Answer> {
    this.commands++;
    const answer = await ask([...args, '--runs', this.#runs], this.#directory);
    const said = answer.stdout + answer.stderr;
    if (answer.isForeign || /^\s+at .+:\d+:\d+/m.test(said)) this.#fail(args, `a foreign error: ${said.slice(-600)}`);
    if (![0, 1, 2].includes(answer.code)) this.#fail(args, `exit code ${answer.code}`);
    if (answer.code !== 0 && said.trim() === '') this.#fail(args, 'no sentence');
    this.#holdText(args.join(' '), said);
    return answer;
  }

  /** null where it answers with a sentence instead. */
  async #json(args: readonly string[]): Promise<Anything> {
    const { stdout } = await this.#ask([...args, '--json']);
    return stdout === '' ? null : JSON.parse(stdout);
  }

  #fail(what: string | readonly string[], why: string): void {
    this.failures.push(`${typeof what === 'string' ? what : what.join(' ')}: ${why}`);
  }

  #holdText(what: string, text: string): void {
    const [odd] = /\bNaN\b|\bundefined\b|\[object|\b[1-9]\d{2,}\.\d %/.exec(text) ?? [];
    if (odd !== undefined) this.#fail(what, `shows ${odd}`);
  }

  /** Whether a file of the damaged run is as it was recorded; run.json may be written otherwise. */
  #isWhole(file: string): boolean {
    const before = this.#library.whole.get(this.#name)?.bytes.get(file);
    try {
      const after = readFileSync(join(this.#runs, this.#name, file));
      if (before?.equals(after)) return true;
      return (
        file === runFiles.run &&
        JSON.stringify(JSON.parse(String(before))) === JSON.stringify(JSON.parse(String(after)))
      );
    } catch {
      return before === undefined;
    }
  }

  get #isOfThisVersion(): boolean {
    return !oldRuns.includes(this.#name);
  }

  #holdList(answer: Anything): void {
    const isSwapped = this.damages.some(({ file, kind }) => file === runFiles.run && kind === "another run's");
    for (const { folder, status, ...run } of answer?.runs ?? []) {
      if (isSwapped && folder === this.#name) continue; // whole, but in the wrong folder: a list reads nothing else
      const whole = this.#library.whole.get(folder) as Whole;
      if (JSON.stringify(run.result) !== JSON.stringify(whole.run.result))
        this.#fail('runs', `${folder} has another result`);
      if (oldRuns.includes(folder)) continue;
      if (status !== whole.status) this.#fail('runs', `${folder} is ${status}`);
      for (const key of ['seed', 'hash', 'epochs', 'seconds', 'weightsHash', 'startedAt'] as const)
        if (run[key] !== whole.run[key]) this.#fail('runs', `${folder} has another ${key}`);
    }
  }

  #holdComparison(answer: Anything): void {
    const rows = (answer?.comparison?.groups ?? []).flatMap((group: Anything) =>
      group.rows.flatMap(({ runs }: Anything) => runs),
    );
    for (const side of [...rows, ...(answer?.contrast ? [answer.contrast.a, answer.contrast.b] : [])]) {
      const { result } = (this.#library.whole.get(side.folder) as Whole).run;
      for (const moment of ['last', 'best'] as const)
        for (const key of ['epoch', 'valAccuracy', 'valLoss'] as const)
          if (side[moment][key] !== result?.[moment][key])
            this.#fail('compare', `${side.folder} has another ${moment} ${key}`);
      const { epochs } = this.#library.whole.get(side.folder) as Whole;
      const isOld = oldRuns.includes(side.folder);
      if (
        Array.isArray(side.epochs) &&
        !isOld &&
        JSON.stringify(side.epochs) !== JSON.stringify(epochs.slice(0, side.epochs.length))
      )
        this.#fail('compare', `${side.folder} has other epochs`);
      const evaluated = this.#library.whole.get(side.folder)?.bytes.get(runFiles.evaluation);
      const error = evaluated === undefined ? null : JSON.parse(evaluated.toString()).last.standardError;
      if (!isOld && side.last.imageError !== null && side.last.imageError !== error && side.folder !== 'killed')
        this.#fail('compare', `${side.folder} has another standard error`);
      if (side.folder !== this.#name || isOld) continue;
      for (const file of [runFiles.run, runFiles.metrics, runFiles.evaluation])
        if (!this.#isWhole(file) && this.#name !== 'killed')
          this.#fail('compare', `${side.folder} counts, though its ${file} is damaged`);
    }
  }

  #holdVerification(answer: Anything): void {
    const told = JSON.stringify([answer?.damaged ?? [], answer?.unreadable ?? []]);
    const files = [...(this.#library.whole.get(this.#name) as Whole).bytes.keys()];
    const held = files.filter((file) =>
      /^(run\.json|experiment\.yaml|resolved\.yaml|metrics\.csv|evaluation\.json|model|checkpoint)/.test(file),
    );
    const damaged = held.filter((file) => !this.#isWhole(file));
    const others = (answer?.damaged ?? []).filter(({ folder }: { folder: string }) => folder !== this.#name);
    if (others.length > 0) this.#fail('--verify', `${others[0].folder} is called damaged`);
    if (damaged.length === 0 && told !== '[[],[]]') this.#fail('--verify', `something is called damaged: ${told}`);
    if (!this.#isOfThisVersion) return;
    // Of a run that was killed these may be ahead of run.json, or not be there yet.
    const isGone = (file: string) => !existsSync(join(this.#runs, this.#name, file));
    const isGrowing = (file: string) =>
      (file === runFiles.checkpointPrevious && isGone(file)) ||
      (this.#name === 'killed' &&
        (file.startsWith(runFiles.checkpoint) ? isGone(file) : /^(metrics|evaluation)/.test(file)));
    const isRecordGone = !this.#isWhole(runFiles.run);
    for (const file of isRecordGone ? [runFiles.run] : damaged)
      if (!told.includes(file.split('/')[0] as string) && !isGrowing(file))
        this.#fail('--verify', `${file} is damaged, and isn't named in ${told}`);
  }

  /** As `exp` finds what is done. */
  #holdSkipping(): void {
    if (!this.#isOfThisVersion || this.#name === 'killed') return;
    const loaded = loadResolved(
      findRun({ word: this.#name, runsFolder: this.#library.runs, directory: this.#directory }),
    );
    const rests = [
      runFiles.run,
      runFiles.metrics,
      runFiles.evaluation,
      runFiles.resolved,
      runFiles.weights,
      runFiles.modelJson,
      runFiles.verifier,
      runFiles.weightsBest,
    ];
    const isWhole = rests.every((file) => this.#isWhole(file));
    const entries = listRuns(this.#runs);
    const wishes = { again: false, retry: false, fresh: false, since: Date.now() };
    const { decision } = decideSoundly({ loaded, engine: 'reference' }, entries, wishes);
    const sound = soundRuns(
      entries.filter((entry) => entry.kind === 'run'),
      [{ loaded }],
    );
    const counts = [decision.do === 'skip', sound.some(({ folder }: ReadRun) => folder === this.#name)];
    if (counts.some((each) => each) && !isWhole) this.#fail('exp', 'a damaged run counts as done');
  }

  async #holdReproduction(): Promise<void> {
    const answer = await this.#json(['reproduce', this.#name]);
    if (answer === null) return;
    // Of a run without digests the weights alone are held to anything, by their hash; of one that was killed an epoch may be lost.
    const rests = this.#isOfThisVersion
      ? [runFiles.weights, runFiles.modelJson, runFiles.verifier]
      : [runFiles.weights];
    const isSame = [...rests, ...(this.#name === 'killed' || !this.#isOfThisVersion ? [] : [runFiles.metrics])].every(
      (file) => this.#isWhole(file),
    );
    if ((answer.identical || answer.weights === 'identical') && !isSame)
      this.#fail('reproduce', 'a damaged run is called identical');
    if (!answer.identical && isSame && this.#isOfThisVersion && answer.damages.length === 0)
      this.#fail('reproduce', `it isn't identical: ${JSON.stringify(answer)}`);
  }

  async #holdResume(): Promise<void> {
    const folder = join(this.#runs, this.#name);
    try {
      await goOn(folder);
      this.resumed = true;
    } catch (error) {
      this.resumed = false;
      if (!(error instanceof InputError)) this.#fail('resume', `a foreign error: ${(error as Error).stack}`);
      return;
    }
    const [expected, found] = [openRun(this.#library.longer.get(this.#name) as string), openRun(folder)];
    if (expected.run.weightsHash !== found.run.weightsHash) this.#fail('resume', 'other weights');
    if (JSON.stringify(resultOf(expected)) !== JSON.stringify(resultOf(found))) this.#fail('resume', 'another result');
    for (const file of [
      runFiles.evaluation,
      runFiles.weights,
      runFiles.modelJson,
      runFiles.verifier,
      runFiles.weightsBest,
    ])
      if (!readFileSync(join(expected.path, file)).equals(readFileSync(join(folder, file))))
        this.#fail('resume', `another ${file}`);
    const [problem] = verifyRun(found).filter(({ file }) => file !== runFiles.experiment && file !== runFiles.resolved);
    if (problem !== undefined) this.#fail('resume', `it left ${problem.problem}`);
  }
}

/** Without times. */
function resultOf({ run: { result } }: ReadRun): unknown {
  return result === null ? null : { ...result, last: { ...result.last, seconds: 0 } };
}
