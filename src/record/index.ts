/** The record room: events → run folder, and back. The one place that knows the names of its files. */
export { type ChartRequest, describeChart } from './chart.ts';
export { type Drawing, draw, drawSvg } from './draw.ts';
export { explainWriteFailure, runFiles } from './files.ts';
export { parseMetrics } from './metrics.ts';
export { listRuns, type ReadRun, type RunStatus, type UnreadableRun } from './read.ts';
export type { Git, Launch, Machine, Outcome, ProcessMark, Result, Run } from './run.ts';
export { isAlive } from './run.ts';
export { createRunFolder, ownVersion, type RunFolder, type RunFolderRequest } from './run-folder.ts';
export type { Sink } from './sink.ts';
export { createVerifier, type Verifier } from './verifier.ts';
