/** The record room: events → run folder, and back. The one place that knows the names of its files. */
export { type Beginning, ChangedError } from './beginning.ts';
export { type EpochRecord, findCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
export { type Claim, claimExperiment, claimSending, claimShared, HeldError, LostError } from './claim.ts';
export { type Continuation, prepareContinuation } from './continue.ts';
export { type DetailedRun, readDetails, readExperiment } from './details.ts';
export { digestOf, formatWithDigest } from './digests.ts';
export {
  countCorrect,
  type EpochEvaluation,
  type Evaluation,
  evaluatedAt,
  figureAt,
} from './evaluation.ts';
export {
  appendIn,
  explainWriteFailure,
  hasFile,
  makeOwnFolder,
  openIn,
  readIn,
  runFiles,
  trashFolder,
  writeAtomically,
} from './files.ts';
export { describeRunning } from './liveness.ts';
export { type RunOnDisk, readEvaluationIfWhole, readMetrics } from './measured.ts';
export { formatMetrics, metricsHeader } from './metrics.ts';
export { listRuns, openRun, type ReadRun, type RunStatus, runStatuses, type UnreadableRun } from './read.ts';
export { loadResolved, prepareResume, type Resumption } from './resume.ts';
export {
  type BestResult,
  type JudgedAfter,
  keptIn,
  keptMoment,
  type Moment,
  type Outcome,
  type Result,
  type Run,
} from './run.ts';
export { createRunFolder, ownVersion, type RunFolder } from './run-folder.ts';
export { findRun, isGlob, type RunPlaces, type Selection, selectRuns } from './select.ts';
export type { Sink } from './sink.ts';
export { addTag, removeTag } from './tags.ts';
export { emptyTrash, listTrash, moveToTrash, obstacleTo, sizeOf, undoTrash } from './trash.ts';
export type { Verifier } from './verifier.ts';
export { type FileProblem, verifyModels, verifyResult, verifyRun } from './verify.ts';
