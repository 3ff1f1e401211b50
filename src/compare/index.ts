/** The compare room: runs → what differs between them, what came of it, and whether it is real. Shows nothing. */
export type * from './types.ts';
