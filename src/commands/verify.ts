/** `siamese runs --verify`: holds run folders to their digests, and tells which files are damaged. */
import { InputError } from '../errors/index.ts';
import { askRuns, explainNone } from '../query/index.ts';
import { type FileProblem, hasFile, type ReadRun, runFiles, type UnreadableRun, verifyRun } from '../record/index.ts';
import type { Block } from '../report/index.ts';
import { allOf, plural, quote } from '../text/index.ts';
import type { ExitCode, Invocation } from './command.ts';
import { resolveRunsFolder, shortPath } from './experiments.ts';
import { standardOutputFile } from './output-files.ts';
import { printJson } from './print.ts';
import { printBlocks } from './print-sheet.ts';

/** Exit code 1 where a run is damaged, or can't be read. */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const odd = (['columns', 'sort', 'limit', 'csv'] as const).find((name) => options[name] !== undefined);
  if (odd !== undefined) throw new InputError(`--${odd} has no meaning with --verify.`);
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const places = { runsFolder, directory: surroundings.directory };
  const answer = askRuns({ words, places, keyNames: [], outputFile: standardOutputFile() });
  const verified = answer.runs.map((found) => ({ found, problems: verifyRun(found) }));
  const damaged = verified.filter(({ problems }) => problems.length > 0);
  const unreadable = answer.unreadable.filter(isRunFolder);
  const whole = verified.filter(({ problems }) => problems.length === 0).map(({ found }) => found);
  const code = damaged.length + unreadable.length === 0 ? 0 : 1;
  if (options.json) {
    const describe = ({ folder, path }: ReadRun | UnreadableRun) => ({ folder, path });
    printJson({
      whole: whole.map((found) => ({ ...describe(found), hasDigests: hasDigests(found) })),
      damaged: damaged.map(({ found, problems }) => ({
        ...describe(found),
        problems,
        advice: adviceFor(found, problems),
      })),
      unreadable: unreadable.map((entry) => ({ ...describe(entry), problem: entry.problem })),
    });
    return code;
  }

  const blocks: Block[] = [];
  const pathOf = (path: string) => shortPath(path, surroundings);
  for (const { found, problems } of damaged) {
    blocks.push({ kind: 'text', text: `${pathOf(found.path)} is damaged:`, tone: 'strong' });
    blocks.push({ kind: 'list', items: [...problems.map(({ problem }) => problem), adviceFor(found, problems)] });
  }
  for (const { path, problem } of unreadable)
    blocks.push({ kind: 'text', text: `${pathOf(path)} can't be read: ${problem}`, tone: 'strong' });
  const told = [
    ...(whole.length > 0 || code === 0
      ? [`${plural(whole.length, 'run')} ${whole.length === 1 ? 'is' : 'are'} whole`]
      : []),
    ...(damaged.length > 0 ? [`${damaged.length} ${damaged.length === 1 ? 'is' : 'are'} damaged`] : []),
    ...(unreadable.length > 0 ? [`${unreadable.length} can't be read`] : []),
  ];
  blocks.push({ kind: 'text', text: `${allOf(told)}.` });
  const older = whole.filter((found) => !hasDigests(found)).length;
  if (older > 0)
    blocks.push({
      kind: 'text',
      text: `${plural(older, 'run')} of an earlier version ${older === 1 ? 'has' : 'have'} no digests: there, only what can't be right is noticed.`,
      tone: 'note',
    });
  for (const text of explainNone(answer)) blocks.push({ kind: 'text', text, tone: 'note' });
  printBlocks(blocks, surroundings);
  return code;
}

const hasDigests = ({ run }: ReadRun): boolean => run.format >= 4;

/** Whether a folder that can't be read was a run: what else lies among the runs is somebody's own. */
const isRunFolder = ({ path }: UnreadableRun): boolean =>
  [runFiles.run, runFiles.resolved, runFiles.metrics, runFiles.checkpointLast].some((file) => hasFile(path, file));

/** What would be right. */
function adviceFor({ path, folder }: ReadRun, problems: readonly FileProblem[]): string {
  const files = problems.map(({ file }) => file);
  if (files.includes(runFiles.resolved))
    return 'What it trained is no longer known for certain; train it anew from its experiment file.';
  const isModelAlone = files.every((file) => file.startsWith('model') || file === runFiles.experiment);
  if (isModelAlone)
    return `npm run reproduce ${quote(folder)} trains it anew, in a folder of its own, and tells whether it comes to the same.`;
  if (files.every((file) => file.startsWith(runFiles.checkpoint))) return 'Its figures and models are whole.';
  return `To have it again: npm run exp ${quote(`${path}/${runFiles.resolved}`)}`;
}
