/** What a tracker may know of a run beside its events. */
import type { Experiment } from '../experiment/index.ts';
import type { EpochRecord, RunFolder } from '../record/index.ts';
import type { Environment } from './mlflow/destination.ts';
import type { Patience } from './mlflow/patience.ts';

export interface TrackedRun {
  readonly experiment: Experiment;
  /** where it lies, and its run.json as it stands */
  readonly folder: Pick<RunFolder, 'folder' | 'run'>;
  /** whole epochs that it has behind it: of a resumed run the kept ones, of one that continues another that one's */
  readonly before: readonly EpochRecord[];
  /** servers and credentials stand there */
  readonly env: Environment;
  /** what the person typed; none where it is left out */
  readonly command?: readonly string[];
  /** how long a server is waited for; as usual where it is left out */
  readonly patience?: Patience;
}
