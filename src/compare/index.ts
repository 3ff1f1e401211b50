/** The compare room: runs → what differs between them, what came of it, and whether it is real. Shows nothing. */
export { compareRuns } from './compare-runs.ts';
export { contrastRuns } from './contrast-runs.ts';
export { rankedGroups } from './measured.ts';
export type * from './types.ts';
