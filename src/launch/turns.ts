/** What is to be done about each trial, from what lies in the runs folder. Pure. */

import { dependsOnEpochCount, hashWithEpochs, type LoadedExperiment, rungEpochs } from '../experiment/index.ts';
import type { ReadRun } from '../record/index.ts';

/** What a person may ask for beside the trials. */
export interface Wishes {
  /** train what has completed before `since` once more */
  readonly again: boolean;
  /** try what has failed before `since` once more */
  readonly retry: boolean;
  /** take over no other run's epochs */
  readonly fresh: boolean;
  /** when the command was given; milliseconds since 1970 */
  readonly since: number;
}

export type Decision =
  /** it has completed; or it has failed, and would again */
  | { readonly do: 'skip'; readonly because: 'completed' | 'failed'; readonly run: ReadRun }
  /** another process trains it */
  | { readonly do: 'wait'; readonly run: ReadRun }
  /** `epochs`: as many in all; null: as many as it was given */
  | { readonly do: 'resume'; readonly run: ReadRun; readonly epochs: number | null }
  /** `runs`: those that have trained its first epochs; the longest first, and of equal ones the newest */
  | { readonly do: 'continue'; readonly runs: readonly [ReadRun, ...ReadRun[]] }
  | { readonly do: 'train' };

/** An experiment that may be trained, and the name of the engine that would. */
export interface Candidate {
  readonly loaded: LoadedExperiment;
  readonly engine: string;
}

/**
 * By name and hash: completed, of several on this engine ▸ running ▸ the newest of those that failed, stopped or were interrupted ▸ begun by others.
 * `runs` are the newest first.
 */
export function decide(candidate: Candidate, runs: readonly ReadRun[], wishes: Wishes): Decision {
  const { loaded, engine } = candidate;
  const isPast = ({ run }: ReadRun) => run.endedAt !== null && Date.parse(run.endedAt) < wishes.since;
  const counted = runs.filter((found) => !(wishes.again && found.status === 'completed' && isPast(found)));
  const own = counted.filter(({ run }) => run.hash === loaded.hash && run.name === loaded.experiment.name);
  const { higher, lower } = runsOnRungs(loaded, counted);
  const done = own.filter(({ status }) => status === 'completed');
  const completed = done.find(({ run }) => run.engine?.name === engine) ?? done[0] ?? higher;
  if (completed !== undefined) return { do: 'skip', because: 'completed', run: completed };
  const running = own.find(({ status }) => status === 'running');
  if (running !== undefined) return { do: 'wait', run: running };
  const [last] = own;
  if (last?.status === 'failed' && !(wishes.retry && isPast(last))) return { do: 'skip', because: 'failed', run: last };
  if (last !== undefined && last.run.format >= 2) return { do: 'resume', run: last, epochs: null };
  if (lower !== undefined) return { do: 'resume', run: lower, epochs: loaded.experiment.training.epochs };
  return begin(candidate, runs, wishes);
}

/**
 * With a budget a trial's run goes from rung to rung in one folder, each time with another hash. `higher`: one that
 * has been as far as this trial is to go; `lower`: one that is to go on to there.
 */
function runsOnRungs(
  { experiment, trial }: LoadedExperiment,
  runs: readonly ReadRun[],
): { readonly higher?: ReadRun | undefined; readonly lower?: ReadRun | undefined } {
  if (trial === null || trial.budget === null) return {};
  const { epochs } = experiment.training;
  const rungs = rungEpochs(trial.budget);
  const onRungs = runs.filter(
    ({ run }) =>
      run.name === experiment.name &&
      run.sweep?.name === trial.sweep &&
      run.sweep.trial === trial.label &&
      rungs.includes(run.epochs) &&
      run.hash === hashWithEpochs(experiment, run.epochs),
  );
  const completed = onRungs.filter(({ run, status }) => run.epochs < epochs && status === 'completed');
  const ended = completed.find(({ run }) => run.reason === 'earlyStopping'); // more epochs would change nothing
  const higher = onRungs.find(({ run }) => run.epochs > epochs && epochsOf(run) >= epochs);
  const [lower] = completed.sort((a, b) => b.run.epochs - a.run.epochs);
  return { higher: higher ?? ended, lower };
}

/** For a trial that has no run of its own to go on with. */
export function begin(candidate: Candidate, runs: readonly ReadRun[], wishes: Wishes): Decision {
  const [longest, ...others] = runsToContinue(candidate, runs, wishes);
  return longest === undefined ? { do: 'train' } : { do: 'continue', runs: [longest, ...others] };
}

/**
 * The completed runs that are the same experiment with no more epochs. With as many only those of another name: the
 * training is theirs. One that early stopping ended counts for what it has trained, as it would have ended this one.
 */
function runsToContinue({ loaded, engine }: Candidate, runs: readonly ReadRun[], { again, fresh }: Wishes): ReadRun[] {
  const { experiment } = loaded;
  if (fresh || dependsOnEpochCount(experiment)) return [];
  const hashes = new Map<number, string>();
  const hashAfter = (epochs: number): string => {
    const hash = hashes.get(epochs) ?? hashWithEpochs(experiment, epochs);
    hashes.set(epochs, hash);
    return hash;
  };
  const isPrefix = ({ status, run }: ReadRun) =>
    status === 'completed' &&
    run.format >= 2 &&
    run.engine?.name === engine &&
    epochsOf(run) > 0 &&
    epochsOf(run) <= experiment.training.epochs &&
    !(again && run.hash === loaded.hash) &&
    run.hash === hashAfter(run.epochs);
  return runs.filter(isPrefix).sort((a, b) => epochsOf(b.run) - epochsOf(a.run)); // sort is stable: newest first
}

export const epochsOf = (run: ReadRun['run']): number => run.result?.last.epoch ?? 0;

/** One of several. */
export interface SweepCandidate extends Candidate {
  /** place among the experiments given */
  readonly index: number;
}

/** A trial in its turn. */
export interface Turn extends SweepCandidate {
  readonly decision: Decision;
  /** the next shorter trial, which comes before it, so that it can begin with that one's epochs */
  readonly after: Turn | null;
  /** where its first epochs come from; null where it trains them itself, or nothing */
  readonly from: { readonly run: ReadRun | null; readonly trial: Turn | null; readonly epochs: number } | null;
}

/**
 * All trials in the order of their turns: as given, but of those that differ only in epochs the shorter ones first, each
 * to begin with the one before it.
 */
export function turnsOf(candidates: readonly SweepCandidate[], runs: readonly ReadRun[], wishes: Wishes): Turn[] {
  const order = [...candidates];
  const shorter = new Map<SweepCandidate, SweepCandidate>();
  for (const places of wishes.fresh ? [] : chainsOf(candidates)) {
    const chain = places.map((place) => candidates[place] as SweepCandidate).sort((a, b) => epochsIn(a) - epochsIn(b));
    for (const [nth, candidate] of chain.entries()) {
      order[places[nth] as number] = candidate;
      if (nth > 0) shorter.set(candidate, chain[nth - 1] as SweepCandidate);
    }
  }
  const done = new Map<SweepCandidate | undefined, Turn>();
  for (const candidate of order) {
    const decision = decide(candidate, runs, wishes);
    const after = done.get(shorter.get(candidate)) ?? null;
    done.set(candidate, { ...candidate, decision, after, from: sourceOf(decision, after) });
  }
  return [...done.values()];
}

/** The places of trials that differ only in epochs, ascending; one list for each such set. */
function chainsOf(candidates: readonly SweepCandidate[]): number[][] {
  const chains = new Map<string, number[]>();
  for (const [index, { loaded, engine }] of candidates.entries()) {
    if (dependsOnEpochCount(loaded.experiment)) continue;
    const key = `${engine} ${hashWithEpochs(loaded.experiment, 1)}`;
    chains.set(key, [...(chains.get(key) ?? []), index]);
  }
  return [...chains.values()];
}

const epochsIn = ({ loaded }: Candidate): number => loaded.experiment.training.epochs;

const hasFailed = (decision: Decision): boolean => decision.do === 'skip' && decision.because === 'failed';

function sourceOf(decision: Decision, after: Turn | null): Turn['from'] {
  if (decision.do === 'resume') return { run: decision.run, trial: null, epochs: epochsOf(decision.run.run) };
  if (decision.do !== 'continue' && decision.do !== 'train') return null;
  let trial = after;
  while (trial !== null && hasFailed(trial.decision)) trial = trial.after;
  const wanted = trial?.loaded.experiment.training.epochs ?? 0;
  const [run = null] = decision.do === 'continue' ? decision.runs : [];
  const done = run === null ? 0 : epochsOf(run.run);
  if (wanted > done) return { run: null, trial, epochs: wanted };
  return run === null ? null : { run, trial: null, epochs: done };
}
