/** `siamese compare RUN RUN…`: what differs between runs, what came of it, and whether that is real. */
import { type Comparison, compareRuns, contrastRuns } from '../compare/index.ts';
import { InputError } from '../errors/index.ts';
import { askRuns, explainNone, isFilter } from '../query/index.ts';
import { type DetailedRun, ownVersion, readDetails, type UnreadableRun } from '../record/index.ts';
import {
  comparisonSheet,
  comparisonTable,
  contrastSheet,
  picturesOf,
  renderCsv,
  renderMarkdown,
  renderWithTitle,
  type Sheet,
} from '../report/index.ts';
import type { ExitCode, Invocation, Options } from './command.ts';
import { resolveRunsFolder, shortPath } from './experiments.ts';
import { metricFrom } from './metric-option.ts';
import { checkTarget, standardOutputFile, writeTarget } from './output-files.ts';
import { print, printAside, printJson, printLine, printStyled } from './print.ts';
import { screenOfOutput } from './print-sheet.ts';

/**
 *   select ─▶ read ─▶ compare ─▶ one description ─▶ terminal, Markdown, page, pictures
 *
 * Two runs are told more of: why one is better.
 */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const metric = metricFrom(options);
  const moment = momentFrom(options);
  const format = formatFrom(options);
  const targets = pictureKinds.flatMap((kind) => {
    const file = options[kind];
    return file === undefined ? [] : [{ kind, path: checkTarget(file, `--${kind}`, surroundings) }];
  });
  if (words.length === 0) throw new InputError(`siamese compare needs two runs or more: ${waysToName}.`);
  const runsFolder = resolveRunsFolder(options.runs, surroundings);
  const places = { runsFolder, directory: surroundings.directory };
  const outputFile = standardOutputFile();
  const answer = askRuns({ words, places, keyNames: [], outputFile, inOrderOfNames: true });
  const { runs, unreadable } = readDetails(answer);
  const pathOf = (path: string) => shortPath(path, surroundings);
  if (runs.length < 2) throw new InputError([tooFew(runs, unreadable, pathOf), ...explainNone(answer)].join('\n'));

  const comparison = await compareRuns(runs, { metric, ...(moment === null ? {} : { moment }) });
  if (comparison.groups.length === 0) throw new InputError(nothingMeasured(comparison));
  const contrast = await contrastOf(
    words.filter((word) => !isFilter(word)).length < 2 ? runs.toReversed() : runs,
    comparison,
  );
  const describe = (extent: { mostRows: number | null; withTraining: boolean }): Sheet => {
    const withCommon = options.all ?? false;
    return contrast === null
      ? comparisonSheet({ comparison, runs, unreadable, pathOf }, { ...extent, withCommon })
      : contrastSheet({ contrast, unreadable, pathOf }, { ...extent, withCommon });
  };
  const whole = { mostRows: null, withTraining: true };
  if (format === 'json') printJson({ comparison, contrast, unreadable });
  else if (format === 'csv') {
    print(renderCsv(comparisonTable(comparison)));
    for (const { path, problem } of unreadable) printAside(`${pathOf(path)} is left out: ${problem}`);
  } else if (format === 'md') print(renderMarkdown(describe({ ...whole, withTraining: false })));
  else {
    const screen = screenOfOutput(surroundings);
    const mostRows = screen.columns === null || options.all ? null : mostRowsInTerminal;
    printStyled(renderWithTitle(describe({ mostRows, withTraining: false }), screen).trimEnd());
  }
  if (targets.length > 0) {
    const pictures = picturesOf(describe(whole), `siamese-lab ${ownVersion()}`);
    const say = format === null ? printLine : printAside;
    for (const { kind, path } of targets) {
      writeTarget(path, await pictures[kind]());
      say(`Wrote ${pathOf(path)}`);
    }
  }
  return 0;
}

/** A screen that scrolls far says less; `--all` shows the rest. */
const mostRowsInTerminal = 40;

/** After which epoch runs are judged; null: that whose model they keep. */
function momentFrom({ best, last }: Options): 'best' | 'last' | null {
  if (best && last) throw new InputError('--best and --last are two rankings; ask for one of them.');
  return best ? 'best' : last ? 'last' : null;
}

const pictureKinds = ['html', 'svg', 'png'] as const;
/** What standard output gets; null: what a terminal shows. */
function formatFrom(options: Options): 'json' | 'csv' | 'md' | null {
  const [first, second] = (['json', 'csv', 'md'] as const).filter((name) => options[name]);
  if (second !== undefined)
    throw new InputError(`--${first} and --${second} both print on standard output; ask for one at a time.`);
  return first ?? null;
}

const waysToName =
  "their folders, parts of their names, latest, the name of a sweep, or a quoted glob or filter, e.g. siamese compare 'runs/*epochs*'";

function tooFew(
  [only]: readonly DetailedRun[],
  unreadable: readonly UnreadableRun[],
  pathOf: (path: string) => string,
): string {
  const problems = unreadable.map(({ path, problem }) => `${pathOf(path)}: ${problem}`);
  if (only === undefined) return ['There is no run to compare.', ...problems].join('\n');
  const found = `That is one run, ${only.folder}; siamese compare needs two or more: ${waysToName}.`;
  return [found, ...problems].join('\n');
}

function nothingMeasured({ unmeasured }: Comparison): string {
  return ['There is nothing to compare yet.', ...unmeasured.map(({ folder, problem }) => `${folder}: ${problem}`)].join(
    '\n',
  );
}

/** Of two runs that both have something to show. One word names the newest first: here it is what was changed. */
async function contrastOf(runs: readonly DetailedRun[], { unmeasured, metric }: Comparison) {
  const [a, b, third] = runs;
  if (a === undefined || b === undefined || third !== undefined || unmeasured.length > 0) return null;
  return contrastRuns(a, b, metric);
}
