/** Commands that write, each with what is there before it, and what has to be there after it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listRuns, listTrash, openRun, type ReadRun } from '../../src/record/index.ts';
import { differencesOf } from '../commands/kill.ts';
import type { Ended } from '../commands/siamese.ts';
import type { FaultServer } from '../track/fault-server.ts';

export type Run = (args: readonly string[]) => Promise<Ended>;

/** Where a scenario takes place: a folder with experiment files, and `runs` in it. */
export interface Place {
  readonly folder: string;
  /** Runs a command there; what an earlier one left `running` is interrupted then. */
  readonly run: Run;
  /** As `run`, until its process dies after the first checkpoint. */
  readonly runUntilKilled: Run;
  readonly server: FaultServer;
}

/** Where a command was done without trouble. */
export interface Undisturbed {
  readonly folder: string;
  /** what its server holds */
  readonly contents: string;
}

export interface Scenario {
  readonly name: string;
  /** it makes a run, or goes on with one */
  readonly isTraining?: true;
  /** what is there before */
  prepare(place: Place): Promise<void>;
  args(place: Place): readonly string[];
  /** Goes on after a trouble, until what was asked for is done. → what went wrong meanwhile, a sentence each */
  recover(place: Place): Promise<string[]>;
  /** Everything that differs from a place where nothing went wrong, a sentence each. */
  differences(undisturbed: Undisturbed, place: Place): string[];
}

/** Everything that a resume could lose: slots, moving statistics, clipping, a schedule, fresh pairs, dropout, the best epoch. */
const small = `
data: { source: mnist, limit: { train: 36, test: 24 } }
pairs: { refresh: epoch }
network:
  inputShape: [28, 28, 1]
  blocks:
    - { filters: 2, kernelSize: 2, strides: 2, pool: 2, batchNorm: true, dropout: 0.2 }
  embeddingDim: 3
training:
  optimizer: { name: adam, globalClipNorm: 1 }
  schedule: { name: exponential, factor: 0.9, warmupEpochs: 0.5 }
  batchSize: 1
  epochs: 2
checkpoint: { everySteps: 64 }
engine: reference
`;
const experiments = {
  one: `name: one\n${small}track: { tensorboard: true }\n`,
  seeds: `name: seeds\n${small.replace('epochs: 2', 'epochs: 1')}sweep: { grid: { seed: [1, 2] } }\n`,
  lengths: `name: lengths\n${small}sweep: { grid: { training.epochs: [1, 2] } }\n`,
};

export function writeExperiments(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(experiments)) writeFileSync(join(folder, `${name}.yaml`), text);
}

/** Without when a run has started: a sweep's own run has it of the first of its runs that arrives. */
export const contentsOf = (server: FaultServer): string =>
  JSON.stringify(server.contents(), (key, value) => (key === 'startTime' ? undefined : value));

export const runsIn = (folder: string): ReadRun[] =>
  listRuns(join(folder, 'runs')).filter((entry) => entry.kind === 'run');

/** The run that was made last. */
export function newestRun(runsFolder: string): string | null {
  const names = existsSync(runsFolder) ? readdirSync(runsFolder).filter((name) => !name.startsWith('.')) : [];
  const newest = names.sort().at(-1);
  return newest === undefined ? null : join(runsFolder, newest);
}

const fresh = ['exp', 'one.yaml'];

async function mustDo({ run }: Place, args: readonly string[]): Promise<void> {
  const { code, stderr } = await run(args);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
}

/** Whatever could not be written of a claim counts as just being written for some seconds. */
export function letClaimsAge(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (/claim|sending/.test(path)) utimesSync(path, 1, 1);
  }
}

/** Goes on with the newest run until it has as many epochs; trains anew where nothing can be gone on with. */
async function completeRun(place: Place, epochs: number): Promise<string[]> {
  const problems: string[] = [];
  letClaimsAge(join(place.folder, 'runs'));
  for (let attempt = 0; attempt < 4; attempt++) {
    const [newest] = runsIn(place.folder);
    if (newest?.status === 'completed' && newest.run.epochs === epochs) return problems;
    const isKept = newest !== undefined && !problems.includes(newest.folder);
    const more = newest?.run.epochs === epochs ? [] : [`training.epochs=${epochs}`];
    const { code, stderr } = await place.run(isKept ? ['resume', newest.folder, ...more] : [...fresh, ...more]);
    if (code === 0) continue;
    if (isKept && /has no checkpoint to go on from: it failed before the first/.test(stderr))
      problems.push(newest.folder);
    else return [`To go on with it ended with ${code}: ${stderr.trim()}`];
  }
  const [newest] = runsIn(place.folder);
  return newest?.status === 'completed' ? [] : ['It could not be completed.'];
}

function sameRuns(undisturbed: Undisturbed, { folder }: Place): string[] {
  const found = runsIn(folder).filter(({ status }) => status === 'completed');
  return runsIn(undisturbed.folder).flatMap((expected) => {
    const same = found.find(({ run }) => run.hash === expected.run.hash);
    if (same === undefined) return [`${expected.folder} is missing.`];
    // where it can't be removed it stays, hidden
    return differencesOf(expected.path, same.path).filter(
      (text) => !/^It left [.](new-reserve|claim-.*) behind[.]$/.test(text),
    );
  });
}

const training = (name: string, rest: Pick<Scenario, 'prepare' | 'args'>, epochs: number): Scenario => ({
  name,
  isTraining: true,
  ...rest,
  recover: async (place) => (await completeRun(place, epochs)).filter((text) => / /.test(text)),
  differences: sameRuns,
});

function sweep(file: string): Scenario {
  return {
    name: `sweep of ${file}`,
    prepare: async () => {},
    args: () => ['exp', `${file}.yaml`],
    async recover(place) {
      letClaimsAge(join(place.folder, 'runs'));
      const { code, stderr } = await place.run(['exp', `${file}.yaml`, '--retry']);
      return code === 0 ? [] : [`The same command again ended with ${code}: ${stderr.trim()}`];
    },
    differences: sameRuns,
  };
}

const trainBoth = async (place: Place): Promise<void> => mustDo(place, ['exp', 'seeds.yaml']);

/** A command that is simply given again. */
function again(name: string, rest: Omit<Scenario, 'name' | 'recover'>, done: (place: Place) => boolean): Scenario {
  return {
    name,
    ...rest,
    async recover(place) {
      letClaimsAge(join(place.folder, 'runs'));
      if (done(place)) return [];
      const { code, stderr } = await place.run(rest.args(place));
      return code === 0 ? [] : [`The same command again ended with ${code}: ${stderr.trim()}`];
    },
  };
}

const tagsIn = (folder: string): string =>
  JSON.stringify(runsIn(folder).map(({ run, tags, notes }) => [run.hash, tags, notes]));
const sameTags = (undisturbed: Undisturbed, { folder }: Place): string[] =>
  tagsIn(undisturbed.folder) === tagsIn(folder) ? [] : [`The tags are ${tagsIn(folder)}.`];
const isTagged = ({ folder }: Place): boolean => runsIn(folder).some(({ tags }) => tags.length > 0);

/** Hashes of the runs here, and of those in the trash. */
function placesOf(folder: string): string {
  const runs = join(folder, 'runs');
  const here = runsIn(folder).map(({ run }) => run.hash);
  const away = listTrash(runs).flatMap(({ path, folders }) =>
    folders.map((name) => openRun(join(path, name)).run.hash),
  );
  return JSON.stringify({ here: here.sort(), away: away.sort() });
}
const samePlaces = (undisturbed: Undisturbed, { folder }: Place): string[] =>
  placesOf(undisturbed.folder) === placesOf(folder) ? [] : [`Runs are at ${placesOf(folder)}.`];
const trashed = ({ folder }: Place): number =>
  listTrash(join(folder, 'runs')).reduce((sum, batch) => sum + batch.folders.length, 0);
const prune = ['runs', 'status=completed', '--prune', '--delete'];

const page = ({ folder }: Pick<Place, 'folder'>): string => join(folder, 'page.html');
const readPage = (folder: string): string =>
  existsSync(page({ folder }))
    ? readFileSync(page({ folder }), 'utf8')
        .replaceAll(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ/g, '')
        .replaceAll(folder, '')
    : '';

export const scenarios: readonly Scenario[] = [
  training('exp', { prepare: async () => {}, args: () => fresh }, 2),
  training(
    'resume',
    {
      async prepare({ runUntilKilled }) {
        await runUntilKilled(fresh);
      },
      args: () => ['resume', 'latest'],
    },
    2,
  ),
  training(
    'resume with more epochs',
    {
      prepare: (place) => mustDo(place, fresh),
      args: () => ['resume', 'latest', 'training.epochs=3'],
    },
    3,
  ),
  sweep('seeds'),
  sweep('lengths'),
  again(
    'tag',
    { prepare: trainBoth, args: () => ['tag', 'latest', 'good', 'why not'], differences: sameTags },
    isTagged,
  ),
  again(
    'untag',
    {
      async prepare(place) {
        await trainBoth(place);
        await mustDo(place, ['tag', 'latest', 'good']);
      },
      args: () => ['tag', 'latest', '--remove', 'good'],
      differences: sameTags,
    },
    (place) => !isTagged(place),
  ),
  again('prune', { prepare: trainBoth, args: () => prune, differences: samePlaces }, (place) => trashed(place) === 2),
  again(
    'undo',
    {
      async prepare(place) {
        await trainBoth(place);
        await mustDo(place, prune);
      },
      args: () => ['runs', '--undo'],
      differences: samePlaces,
    },
    (place) => trashed(place) === 0,
  ),
  again(
    'empty the trash',
    {
      async prepare(place) {
        await trainBoth(place);
        await mustDo(place, prune);
      },
      args: () => ['runs', '--empty-trash', '--delete'],
      differences: samePlaces,
    },
    () => false,
  ),
  again(
    'sync',
    {
      prepare: trainBoth,
      args: ({ server }) => ['sync', '*', '--uri', server.uri],
      differences: ({ contents }, { server }) =>
        contentsOf(server) === contents
          ? []
          : [`The server holds something else: ${contentsOf(server)} instead of ${contents}`],
    },
    () => false,
  ),
  again(
    'compare --html',
    {
      prepare: trainBoth,
      args: () => ['compare', '*', '--html', 'page.html'],
      differences: (undisturbed, { folder }) =>
        readPage(undisturbed.folder) === readPage(folder) ? [] : ['The page is another one.'],
    },
    () => false,
  ),
];
