/** The query room: which runs a person asks for, by names, keys and filters. Plain data; shows nothing. */
export { type Answer, askRuns, explainNone, sortRuns } from './ask.ts';
export { isFilter } from './filter-syntax.ts';
export type { Filter } from './filters.ts';
export { fieldOf, figureAskedBy, findKey, formatValue, type Key, type ListedRun, showIn } from './keys.ts';
