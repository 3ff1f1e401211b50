/** The experiment file: YAML text → validated, resolved and hashed experiments, or every problem at once. */
export { convOutput, poolOutput, samePadding } from './shapes.ts';
export type * from './types.ts';
