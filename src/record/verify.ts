/** Holds everything in a run folder to its digests, and to one another: file by file, bytes by bytes. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors/index.ts';
import type { Experiment } from '../experiment/index.ts';
import { readModel } from '../network/index.ts';
import { planOf } from '../objective/index.ts';
import { isRecord, parseJson } from '../text/index.ts';
import { mostBytesAtOnce } from '../text/node.ts';
import { readCheckpoint } from './checkpoint.ts';
import { readExperiment } from './details.ts';
import type { DigestedFile, FileDigest } from './digests.ts';
import { isThere, openIn, readIn, runFiles } from './files.ts';
import { otherThanWritten, readEvaluation, readMetrics, readRows } from './measured.ts';
import type { ReadRun } from './read.ts';
import { hashesOf } from './resume.ts';
import { hashWeights } from './run-folder.ts';
import { createVerifier, type Verifier } from './verifier.ts';

export interface FileProblem {
  /** its name in the run folder, or that of a folder in it */
  readonly file: string;
  /** a sentence */
  readonly problem: string;
}

/** All that isn't as it was written, or can't be right; none: the run is whole. */
export const verifyRun = (found: ReadRun): FileProblem[] => [
  ...problemsOfResult(found, true),
  ...problemsOfCheckpoints(found),
];

/**
 * As `verifyRun`, quickly, and of what the run came to: digests alone, where there are any, and without checkpoints, which
 * tell only how it would go on.
 */
export const verifyResult = (found: ReadRun): FileProblem[] => problemsOfResult(found, found.run.format < 4);

const problemsOfResult = (found: ReadRun, isThorough: boolean): FileProblem[] => [
  ...problemsOfExperiment(found, isThorough),
  ...findProblem(runFiles.metrics, () => readRows(found, isThorough)),
  ...findProblem(runFiles.evaluation, () => readEvaluation(found, isThorough)),
  ...verifyModels(found, isThorough),
];

function problemsOfExperiment(found: ReadRun, isThorough: boolean): FileProblem[] {
  const files = [runFiles.experiment, runFiles.resolved].flatMap((file) => problemsOfDigest(found, file));
  return !isThorough || files.some(({ file }) => file === runFiles.resolved)
    ? files
    : [...files, ...findProblem(runFiles.resolved, () => readExperiment(found))];
}

/** As `verifyRun`, of the last model and the best one; where it isn't thorough, by digests alone. */
export function verifyModels(found: ReadRun, isThorough = true): FileProblem[] {
  const { modelJson, weights, verifier, modelBestJson, weightsBest, verifierBest } = runFiles;
  const files = [modelJson, weights, verifier, modelBestJson, weightsBest, verifierBest];
  const problems = files.flatMap((file) => problemsOfDigest(found, file));
  if (problems.length > 0 || !isThorough || found.run.weightsHash === null) return problems;
  const experiment = unlessDamaged(() => readExperiment(found));
  if (experiment === null) return []; // told elsewhere
  const hasBest = found.status === 'completed' || isThere(join(found.path, runFiles.modelBest));
  return [
    ...findProblem(runFiles.model, () =>
      refuseOtherWeights(found, experiment, [modelJson, weights, verifier], found.run.weightsHash),
    ),
    ...(hasBest
      ? findProblem(runFiles.modelBest, () =>
          refuseOtherWeights(found, experiment, [modelBestJson, weightsBest, verifierBest], null),
        )
      : []),
  ];
}

/** `hash`: of all weights; null where none is known. Throws an InputError where these are others, or not whole. */
function refuseOtherWeights(
  found: ReadRun,
  experiment: Experiment,
  [modelJson, weights, verifier]: readonly [string, string, string],
  hash: string | null,
): void {
  const plan = planOf(experiment.network, experiment.objective);
  const [model, weightsBin] = [readFile(found, modelJson).toString(), readFile(found, weights)];
  const vector = readModel(plan, { modelJson: model, weightsBin });
  const decides = readVerifier(found, verifier);
  const { head } = decides;
  if (plan.head !== null && head !== null) {
    vector[plan.head.kernel.offset] = head.kernel;
    vector[plan.head.bias.offset] = head.bias;
  }
  if (hash === null || hashWeights(vector) === hash) {
    refuseOtherDecision(found, verifier, decides, createVerifier(plan, experiment.objective, vector, null));
    return;
  }
  throw new InputError(
    `${weights} or ${verifier} is damaged: the weights aren't those whose hash is in ${runFiles.run}.`,
  );
}

/** `expected`: what follows from the weights. A threshold that was chosen on validation pairs is in evaluation.json. */
function refuseOtherDecision(found: ReadRun, file: string, verifier: Verifier, expected: Verifier): void {
  const evaluation = unlessDamaged(() => readEvaluation(found));
  const chosen = [evaluation?.last.threshold, evaluation?.best?.threshold];
  const isUnknown = expected.threshold.value === null && chosen.some((value) => typeof value !== 'number');
  const values = expected.threshold.value === null ? chosen : [expected.threshold.value];
  const isSame =
    verifier.distance === expected.distance &&
    verifier.margin === expected.margin &&
    (isUnknown || values.includes(verifier.threshold?.value));
  if (!isSame)
    throw new InputError(`${file} is damaged: it isn't what follows from the weights and ${runFiles.evaluation}.`);
}

function readVerifier(found: ReadRun, file: string): Verifier {
  const value = parseJson(readFile(found, file).toString());
  const head = isRecord<Verifier>(value) ? value.head : undefined;
  const isHead = isRecord<NonNullable<Verifier['head']>>(head) && [head.kernel, head.bias].every(Number.isFinite);
  if (head !== null && !isHead) throw new InputError(`${file} is damaged: it has no head.`);
  return value as Verifier;
}

function readFile({ path }: ReadRun, file: string): Buffer {
  try {
    return readIn(path, file);
  } catch (cause) {
    throw new InputError(sentenceOfUnreadable(file, cause), { cause });
  }
}

function problemsOfCheckpoints(found: ReadRun): FileProblem[] {
  const { path, run, status } = found;
  const files = [runFiles.checkpointLast, runFiles.checkpointPrevious].filter((file) => isThere(join(path, file)));
  const hasPrevious = files.includes(runFiles.checkpointPrevious);
  const epochs = run.result?.last.epoch ?? 0;
  const mustHaveOne = status === 'interrupted' ? epochs > 1 : status !== 'running' && epochs > 0; // as resume has it
  if (!files.includes(runFiles.checkpointLast) && mustHaveOne && run.format >= 2)
    return [
      {
        file: runFiles.checkpointLast,
        problem: `${runFiles.checkpointLast} is gone: ${hasPrevious ? 'the run would go on from the one before' : "the run can't go on"}.`,
      },
    ];
  return files.flatMap((file) => findProblem(file, () => refuseOtherCheckpoint(found, file)));
}

/** Throws an InputError where it isn't whole, or not of this run. */
function refuseOtherCheckpoint(found: ReadRun, file: string): void {
  const { hash, epochs } = readCheckpoint(join(found.path, file));
  if (!hashesOf(found.run).includes(hash)) throw new InputError(`${file} belongs to another experiment.`);
  const rows = unlessDamaged(() => readMetrics(found)) ?? [];
  const differs = epochs.find(
    ({ metrics }, i) => rows[i] !== undefined && JSON.stringify(metrics) !== JSON.stringify(rows[i]),
  );
  if (differs !== undefined)
    throw new InputError(`${file} and ${runFiles.metrics} contradict each other in epoch ${differs.metrics.epoch}.`);
}

function unlessDamaged<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** None where no digest is known. */
function problemsOfDigest({ path, run }: ReadRun, file: DigestedFile): FileProblem[] {
  const digest = run.digests[file];
  if (digest === undefined) return [];
  try {
    return isSame(path, file, digest) ? [] : [{ file, problem: `${file} is damaged: ${otherThanWritten}.` }];
  } catch (cause) {
    return [{ file, problem: sentenceOfUnreadable(file, cause) }];
  }
}

/** In parts, as weights may be larger than what fits into memory. Throws what the system refuses. */
function isSame(path: string, file: string, { bytes, sha256 }: FileDigest): boolean {
  const descriptor = openIn(path, file);
  try {
    if (fstatSync(descriptor).size !== bytes) return false;
    const hash = createHash('sha256');
    const part = Buffer.alloc(Math.min(bytes, mostBytesAtOnce));
    for (let count = -1; count !== 0; ) {
      count = readSync(descriptor, part);
      hash.update(part.subarray(0, count));
    }
    return hash.digest('hex') === sha256;
  } finally {
    closeSync(descriptor);
  }
}

function sentenceOfUnreadable(file: string, cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR' ? `${file} is gone.` : `${file} can't be read: ${message}.`;
}

function findProblem(file: string, read: () => unknown): FileProblem[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ file, problem: error.message }];
  }
}
