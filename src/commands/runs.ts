/** `siamese runs`: lists the runs, newest first. */
import { listRuns, type ReadRun } from '../record/index.ts';
import { refuseWords } from './arguments.ts';
import type { ExitCode, Invocation } from './command.ts';
import { resolveRunsFolder, shortPath } from './experiments.ts';
import { formatAccuracy, formatDuration, formatTable, optimisticNote, printJson, printLine } from './print.ts';

export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  refuseWords('runs', words);
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const listed = listRuns(runsFolder);
  const runs = listed.filter((entry) => entry.kind === 'run');
  const unreadable = listed.filter((entry) => entry.kind === 'unreadable');
  if (options.json) {
    printJson({
      runs: runs.map(({ folder, path, status, run }) => ({ folder, path, ...run, status })),
      unreadable: unreadable.map(({ folder, path, problem }) => ({ folder, path, problem })),
    });
    return 0;
  }
  if (listed.length === 0) printLine(`No runs yet in ${shortPath(runsFolder, surroundings)}.`);
  if (runs.length > 0) printLine(formatTable(runs, columns));
  if (runs.some(({ run }) => run.accuracyMeans.isOptimistic && run.result !== null)) printLine(optimisticNote);
  for (const { path, problem } of unreadable) printLine(`${shortPath(path, surroundings)}: ${problem}`);
  return 0;
}

const columns: Parameters<typeof formatTable<ReadRun>>[1] = [
  { title: 'name', of: ({ run }) => run.name },
  { title: 'started (UTC)', of: ({ run }) => run.startedAt.slice(0, 19).replace('T', ' ') },
  { title: 'status', of: ({ status }) => status },
  { title: 'epochs', align: 'right', of: ({ run }) => `${run.result?.last.epoch ?? 0}/${run.epochs}` },
  {
    title: 'val. accuracy',
    align: 'right',
    of: ({ run }) => formatAccuracy(run.result?.last.valAccuracy ?? null, run.accuracyMeans.isOptimistic),
  },
  { title: 'time', align: 'right', of: ({ run }) => (run.seconds === null ? '–' : formatDuration(run.seconds)) },
  { title: 'folder', of: ({ folder }) => folder },
];
