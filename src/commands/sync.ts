/** `siamese sync RUN…`: sends runs to MLflow, as far as they are not there yet. */
import { InputError, RunError, sentenceOf } from '../errors/index.ts';
import { askRuns } from '../query/index.ts';
import { type ReadRun, verifyResult } from '../record/index.ts';
import { plural } from '../text/index.ts';
import { type Arrived, syncWithMlflow } from '../track/index.ts';
import type { ExitCode, Invocation } from './command.ts';
import { resolveRunsFolder } from './experiments.ts';
import { standardOutputFile } from './output-files.ts';
import { printAside, printJson, printLine, tellerFor } from './print.ts';

/** Exit code 1 if a run couldn't be sent, 2 if what kept it was the user's input, 130 if a person stopped it. */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  if (words.length === 0) {
    throw new InputError('siamese sync needs the runs to send, e.g. siamese sync latest.');
  }
  const { directory, env } = surroundings;
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const outputFile = standardOutputFile();
  const { runs, unreadable } = askRuns({ words, places: { runsFolder, directory }, keyNames: [], outputFile });
  const signal = surroundings.catchInterrupts();
  const teller = tellerFor(options);
  const problems: unknown[] = unreadable.map(
    ({ folder, problem }) => new InputError(`${folder} can't be read: ${problem}`),
  );
  const sent: (Arrived & Pick<ReadRun, 'folder' | 'path'>)[] = [];
  let isInTrouble = false;
  const oldestFirst = runs.toSorted((a, b) => Date.parse(a.run.startedAt) - Date.parse(b.run.startedAt));
  for (const found of oldestFirst) {
    if (signal.aborted) return 130;
    try {
      refuseDamaged(found);
      const arrived = await syncWithMlflow({
        found,
        env,
        uri: options.uri,
        signal,
        teller,
        ...(isInTrouble ? { attempts: 1 } : {}),
      });
      sent.push({ folder: found.folder, path: found.path, ...arrived });
      if (!options.json) printLine(describe(found, arrived));
      if (arrived.problem !== null) problems.push(new RunError(`${found.folder}: ${arrived.problem}`));
    } catch (error) {
      if (signal.aborted) return 130;
      problems.push(error);
      isInTrouble ||= !(error instanceof InputError); // its other runs are not waited for as long
    }
  }
  if (options.json) printJson({ runs: sent, problems: problems.map(sentenceOf) });
  for (const problem of problems) printAside(sentenceOf(problem));
  if (problems.length === 0) return 0;
  return problems.every((problem) => problem instanceof InputError) ? 2 : 1;
}

/** Throws an InputError where what would be sent isn't what was written. */
function refuseDamaged(found: ReadRun): void {
  if (found.status === 'running') return; // its files change
  const problems = verifyResult(found).map(({ problem }) => `\n  ${problem}`);
  if (problems.length > 0) throw new InputError(`${found.folder} is damaged, and isn't sent:${problems.join('')}`);
}

function describe({ folder }: ReadRun, { epochs, artifacts, problem, page }: Arrived): string {
  const parts = [
    ...(epochs > 0 ? [plural(epochs, 'epoch')] : []),
    ...(artifacts > 0 ? [plural(artifacts, 'file')] : []),
  ];
  const sent = parts.length > 0 ? `sent ${parts.join(' and ')}` : problem === null ? 'all there' : 'nothing new';
  return `${folder}: ${sent}${problem === null ? '' : ', but files are missing'}; ${page}`;
}
