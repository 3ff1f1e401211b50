/** `siamese reproduce RUN`: trains a run's experiment anew, and compares the two bit by bit. */
import { basename } from 'node:path';
import { InputError, traceOf } from '../errors/index.ts';
import { epochKeys, metricOf } from '../evaluation/index.ts';
import { chooseEngineOf, Datasets, type Job, type JobResult } from '../launch/index.ts';
import {
  type FileProblem,
  findRun,
  loadResolved,
  openRun,
  type ReadRun,
  type Run,
  readMetrics,
  runFiles,
  verifyModels,
} from '../record/index.ts';
import { allOf, plural } from '../text/index.ts';
import { countOption, needRun } from './arguments.ts';
import type { ExitCode, Invocation } from './command.ts';
import { EpochComparison, type Repeat } from './compare-epochs.ts';
import { resolveRunsFolder, shortPath } from './experiments.ts';
import { printAside, printJson, printLine, tellerFor } from './print.ts';
import { exitCodeOf, trainInView } from './train-in-view.ts';

/**
 *   find ─▶ train anew in a folder of its own ─▶ compare each epoch, stop at the first that differs ─▶ say how far it repeats
 *
 * Exit code 0 where all is identical, 1 where something differs or the training fails, 130 if a person stopped it.
 */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const interrupts = surroundings.catchInterrupts();
  const threads = countOption(options, 'threads');
  const { word, overrides } = needRun('reproduce', words);
  if (overrides.length > 0) {
    throw new InputError(`${overrides[0]} would make another experiment; reproduce trains the run's own.`);
  }
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const original = findRun({ word, runsFolder, directory: surroundings.directory });
  const loaded = loadResolved(original);
  const comparison = new EpochComparison(wholeEpochs(original), original.status === 'completed');
  const damages = verifyModels(original);

  const { say } = tellerFor(options);
  for (const { problem } of damages) say(`${original.folder}: ${problem}`);
  const chosen = await chooseEngineOf(
    original.run.engine?.name ?? loaded.experiment.engine,
    'The run to reproduce used it.',
    original.path,
  );
  say(`engine ${chosen.engine.name}: ${chosen.why}`);
  const job: Job = {
    loaded,
    chosen,
    datasets: new Datasets(),
    folder: { runsFolder, reproduces: { folder: original.folder, hash: original.run.hash } },
    threads,
    signal: AbortSignal.any([interrupts, comparison.signal]),
    sinks: [comparison],
    command: ['siamese', 'reproduce', ...process.argv.slice(3)],
    directory: surroundings.directory,
  };
  const result = await trainInView(job, { options, surroundings, interrupts });
  if (result.folder === null) throw result.cause;

  const anew = openRun(result.folder).run;
  const repeat = withDamages(
    comparison.repeat(original.run.weightsHash, anew.weightsHash, result.status === 'completed'),
    damages,
  );
  const causes = repeat.difference === null ? [] : likelyCauses(original.run, anew);
  if (options.json) {
    printJson({ run: original.path, reproduction: result.folder, ...repeat, causes, damages });
  } else {
    printLine();
    for (const line of describe(original, repeat, causes, result)) printLine(line);
    for (const { problem } of damages) printLine(`  ${problem}`);
    if (damages.length > 0 && result.status === 'completed') printLine('  The new run has what was trained.');
    printLine(`The new run: ${shortPath(result.folder, surroundings)}`);
  }
  if (result.error !== null) printAside(`The new training failed: ${result.error}`);
  if (result.cause !== undefined && options.debug) printAside(`\n${traceOf(result.cause)}\n`);
  if (repeat.difference !== null || damages.length > 0) return 1;
  if (interrupts.aborted && !comparison.isDone) return 130;
  return result.status === 'failed' ? exitCodeOf([result], false) : 0;
}

/** Weights whose file is damaged are no longer what their hash was made of. */
function withDamages(repeat: Repeat, damages: readonly FileProblem[]): Repeat {
  if (damages.length === 0) return repeat;
  return { ...repeat, identical: false, weights: repeat.weights === 'identical' ? 'damaged' : repeat.weights };
}

/** Throws an InputError where there is nothing to compare with. */
function wholeEpochs(original: ReadRun): ReturnType<typeof readMetrics> {
  const rows = readMetrics(original);
  if (rows.length > 0) return rows;
  throw new InputError(`${original.folder} has no whole epoch in its ${runFiles.metrics} to compare with.`);
}

/** What an epoch came to. */
const results = epochKeys.filter((key) => metricOf(key).better !== null);

function describe(original: ReadRun, repeat: Repeat, causes: readonly string[], result: JobResult): string[] {
  const { difference, epochs, weights } = repeat;
  const name = basename(original.path);
  if (difference !== null) {
    const { epoch, figure, was, is } = difference;
    const where =
      figure === 'weights' ? 'after the last epoch the weights differ' : `epoch ${epoch} differs in ${figure}`;
    return [
      `Not identical to ${name}: ${where}.`,
      `  ${figure} was ${was ?? 'none'}, and is ${is ?? 'none'}`,
      ...causes.map((cause) => `  ${cause}`),
    ];
  }
  const same = `${plural(epochs, 'epoch')} to the last bit of ${allOf(results)}`;
  if (weights === 'damaged')
    return [`${name} repeats, ${same}, but its model is damaged, so that not all of it is identical:`];
  if (weights === 'identical') return [`Identical to ${name}: ${same}, and the final weights.`];
  const why =
    original.status !== 'completed'
      ? `${name} is ${original.status}, so there are no final weights to compare`
      : result.status !== 'completed'
        ? 'the final weights were not reached'
        : `${name} has no record of its final weights to compare`;
  if (epochs === 0) return [`Nothing was compared with ${name}.`];
  return [`Identical to ${name}${repeat.identical ? '' : ' so far'}: ${same}; ${why}.`];
}

/** What is known to change bits, then what might. */
function likelyCauses(original: Run, anew: Run): string[] {
  const causes: string[] = [];
  const compare = (what: string, was: string | undefined | null, is: string | undefined | null) => {
    if (was !== is) causes.push(`${what}: ${was ?? 'unknown'} then, ${is ?? 'unknown'} now`);
  };
  compare('the images or their labels', original.fingerprints?.data, anew.fingerprints?.data);
  compare('the training pairs', original.fingerprints?.trainPairs, anew.fingerprints?.trainPairs);
  compare('the validation pairs', original.fingerprints?.validationPairs, anew.fingerprints?.validationPairs);
  compare('engine', original.engine?.name, anew.engine?.name);
  compare('arithmetic', original.engine?.arithmetic, anew.engine?.arithmetic);
  const certain = causes.length;
  compare('build of the kernels', original.engine?.build, anew.engine?.build);
  compare('siamese-lab', original.versions.siameseLab, anew.versions.siameseLab);
  compare('commit', describeGit(original.git), describeGit(anew.git));
  compare('Node', original.versions.node, anew.versions.node);
  compare('processor', original.machine.cpu, anew.machine.cpu);
  if (causes.length === 0) {
    return [`Nothing else that was recorded differs; was ${runFiles.metrics} of the run edited?`];
  }
  const lead = certain > 0 ? 'The cause:' : 'Perhaps the cause:';
  return [lead, ...causes.map((cause) => `  ${cause}`)];
}

const describeGit = (git: Run['git']): string | null =>
  git === null ? null : `${git.commit.slice(0, 8)}${git.dirty ? ' with changes' : ''}`;
