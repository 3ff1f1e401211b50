/** Runs that have completed, and still hold what they came to: a damaged one counts as none. */
import { type FileProblem, type ReadRun, type UnreadableRun, verifyResult } from '../record/index.ts';
import { type Candidate, type Decision, decide, type Wishes } from './turns.ts';

/** All but the damaged ones that would count as done for one of the candidates. */
export function soundRuns(runs: readonly ReadRun[], candidates: readonly Pick<Candidate, 'loaded'>[]): ReadRun[] {
  const names = new Set(candidates.map(({ loaded }) => loaded.experiment.name));
  return runs.filter((found) => !names.has(found.run.name) || problemsOf(found).length === 0);
}

/** What is to be done, where no damaged run counts as done; `damages` tells of each that might have. */
export function decideSoundly(
  candidate: Candidate,
  entries: readonly (ReadRun | UnreadableRun)[],
  wishes: Wishes,
): { readonly decision: Decision; readonly runs: readonly ReadRun[]; readonly damages: readonly string[] } {
  const { experiment, hash } = candidate.loaded;
  const ending = `-${experiment.name}-${hash.slice(0, 6)}`; // of a folder's name, where run.json no longer tells
  const damages = entries.flatMap((entry) =>
    entry.kind === 'unreadable' && entry.folder.includes(ending)
      ? [`${entry.folder} is left alone, as it can't be read: ${entry.problem}`]
      : [],
  );
  let runs = entries.filter((entry) => entry.kind === 'run');
  for (;;) {
    const decision = decide(candidate, runs, wishes);
    const done = decision.do === 'skip' && decision.because === 'completed' ? decision.run : null;
    const [problem] = done === null ? [] : problemsOf(done);
    if (done === null || problem === undefined) return { decision, runs, damages };
    damages.push(`${done.folder} has completed, but doesn't count, as it is damaged: ${problem.problem}`);
    runs = runs.filter((found) => found !== done);
  }
}

/** Of a run that has completed: others count as done by nothing that lies there. */
const problemsOf = (found: ReadRun): readonly FileProblem[] =>
  found.status === 'completed' ? verifyResult(found) : [];
