/** `siamese resume RUN`: goes on with a run, from its folder alone, to the same bits as if it had never stopped. */
import { InputError } from '../errors/index.ts';
import { chooseEngineToResume, Datasets, type Job } from '../launch/index.ts';
import { findRun, prepareResume } from '../record/index.ts';
import { countOption, needRun } from './arguments.ts';
import type { ExitCode, Invocation } from './command.ts';
import { resolveRunsFolder } from './experiments.ts';
import { regardLinesAsLog, tellerFor } from './print.ts';
import { exitCodeOf, tellResult, trainInView } from './train-in-view.ts';

/**
 *   find ─▶ claim, check ─▶ train the rest ─▶ table
 *
 * Exit codes as those of `exp`; 2 where the run can't go on: then its folder is as it was.
 */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const interrupts = surroundings.catchInterrupts();
  const threads = countOption(options, 'threads');
  const { word, overrides } = needRun('resume', words);
  const epochs = epochsFrom(overrides);
  const found = findRun({
    word,
    runsFolder: resolveRunsFolder(options.runs, surroundings),
    directory: surroundings.directory,
  });
  const resumption = prepareResume({ found, epochs });
  try {
    const { loaded, warnings } = resumption;
    regardLinesAsLog();
    const { say } = tellerFor(options);
    for (const warning of warnings) say(warning);
    const chosen = await chooseEngineToResume(resumption);
    say(`engine ${chosen.engine.name}: ${chosen.why}`);
    const job: Job = {
      loaded,
      chosen,
      datasets: new Datasets(),
      folder: resumption,
      threads,
      signal: interrupts,
      command: ['siamese', 'resume', ...process.argv.slice(3)],
      directory: surroundings.directory,
    };
    const context = { options, surroundings, interrupts };
    const result = await trainInView(job, context);
    if (result.status === 'failed' && result.folder === null) throw result.cause;
    tellResult(result, context);
    return exitCodeOf([result], interrupts.aborted);
  } finally {
    resumption.release();
  }
}

/** `training.epochs=N` alone may change: anything else makes another experiment. */
function epochsFrom(overrides: readonly string[]): number | null {
  let epochs: number | null = null;
  for (const override of overrides) {
    const [, text] = /^training\.epochs=(.*)$/.exec(override) ?? [];
    if (text === undefined) {
      throw new InputError(
        `${override} would make another experiment; a run can only be given more epochs, training.epochs=N. ` +
          "To train a changed one: siamese exp with the run's resolved.yaml.",
      );
    }
    epochs = Number(text);
    if (!/^\d+$/.test(text) || epochs < 1 || epochs > 1_000_000) {
      throw new InputError(`training.epochs is ${text}; it must be a whole number from 1 to 1000000.`);
    }
  }
  return epochs;
}
