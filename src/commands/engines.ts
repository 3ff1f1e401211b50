/** `siamese engines`: what could train here, on what, how fast; and what is missing. */
import { fileURLToPath } from 'node:url';
import { chooseEngine, type SurveyedEngine, surveyEngines } from '../engine/node.ts';
import { InputError } from '../errors/index.ts';
import type { LoadedExperiment } from '../experiment/index.ts';
import { loadExperiments } from '../experiment/node.ts';
import { type MeasuredSpeed, measureSpeedApart, type Unmeasured } from '../launch/index.ts';
import { rowsPerExample } from '../objective/index.ts';
import { formatCount, formatDuration, formatMilliseconds, plural } from '../text/index.ts';
import { rules } from '../training/index.ts';
import { refuseWords } from './arguments.ts';
import type { ExitCode, Invocation, Options, Surroundings } from './command.ts';
import { isLive } from './open-view.ts';
import { printAside, printJson, printLine } from './print.ts';
import { printTable } from './print-sheet.ts';

/** The tutorial's network, which every figure of the documentation is about; the program's own, wherever the user stands. */
const measuredFile = fileURLToPath(new URL('../../experiments/mnist-baseline.yaml', import.meta.url));

interface Row extends SurveyedEngine {
  /** null: it can't run here, or nothing is measured */
  measured: MeasuredSpeed | Unmeasured | null;
}

/**
 *   ask each engine for its devices ─▶ which one auto takes ─▶ measure them, one after the other ─▶ table
 *
 * A Ctrl-C leaves at once: there is nothing to save.
 */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  refuseWords('engines', words);
  const seconds = secondsFrom(options);
  const from = { files: [measuredFile], overrides: [], rules, cwd: surroundings.directory };
  const [loaded] = loadExperiments(from) as [LoadedExperiment];
  const rows: Row[] = (await surveyEngines()).map((surveyed) => ({ ...surveyed, measured: null }));
  const { engine, why } = await chooseEngine('auto');
  const auto = { engine: engine.name, why };

  const measureRow = async (row: Row) => {
    row.measured = await measureSpeedApart({ engine: row.name, loaded, options: { threads: undefined, seconds } });
  };
  if (seconds > 0) {
    const able = rows.filter(({ availability }) => 'devices' in availability);
    if (isLive({ options, surroundings })) await measureLive(able, measureRow);
    else await measureQuietly(able, measureRow);
  }
  if (options.json) printJson(forScripts(rows, auto, loaded, seconds));
  else show(rows, auto, loaded, { seconds, surroundings });
  return 0;
}

function secondsFrom({ seconds: text = '10' }: Options): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0 && seconds <= 3600) return seconds;
  throw new InputError(`--seconds is ${text}; it must be a number from 0 to 3600.`);
}

async function measureLive(rows: readonly Row[], measureRow: (row: Row) => Promise<void>): Promise<void> {
  const { Listr } = await import('listr2');
  const tasks = rows.map((row) => ({ title: `measuring ${row.name}`, task: () => measureRow(row) }));
  const options = { registerSignalListeners: false, rendererOptions: { formatOutput: 'truncate' } } as const;
  await new Listr(tasks, options).run();
  printLine();
}

async function measureQuietly(rows: readonly Row[], measureRow: (row: Row) => Promise<void>): Promise<void> {
  for (const row of rows) {
    printAside(`measuring ${row.name}`);
    await measureRow(row);
  }
}

// ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────

interface Auto {
  readonly engine: string;
  readonly why: string;
}

function show(
  rows: readonly Row[],
  auto: Auto,
  { experiment }: LoadedExperiment,
  { seconds, surroundings }: { readonly seconds: number; readonly surroundings: Surroundings },
): void {
  const { name, training } = experiment;
  if (seconds > 0) {
    printLine(
      `${name} in batches of ${training.batchSize}, each engine measured for about ${plural(seconds, 'second')}`,
    );
  }
  const figure = (text: (measured: MeasuredSpeed) => string) => (line: Line) =>
    line.measured === null ? '' : text(line.measured);
  const figures = [
    { title: 'ms a step', cell: figure(({ millisecondsPerStep }) => formatMilliseconds(millisecondsPerStep)) },
    {
      title: 'images/s',
      cell: figure((measured) => formatCount(Math.round(imagesPerSecond(measured, experiment)))),
    },
    { title: 'an epoch', cell: figure(({ secondsPerEpoch }) => formatDuration(secondsPerEpoch)) },
  ];
  printTable(
    rows.flatMap(linesOf),
    [
      { title: 'engine', cell: ({ engine }) => engine },
      ...(seconds > 0 ? figures.map((column) => ({ ...column, align: 'right' as const })) : []),
      { title: 'runs on', below: 'late', cell: ({ device }) => device }, // last: some names are long
    ],
    surroundings,
  );
  printLine();
  for (const { name, availability, measured } of rows) {
    if ('missing' in availability) printLine(`${name} can't run here. ${availability.missing}`);
    if (measured !== null && 'problem' in measured) printLine(`${name} could not be measured. ${measured.problem}`);
  }
  printLine(`engine: auto takes ${auto.engine}. ${auto.why}`);
}

interface Line {
  readonly engine: string;
  readonly device: string;
  readonly measured: MeasuredSpeed | null;
}

/** One for each device; it is the first that was measured. */
function linesOf({ name, availability, measured }: Row): Line[] {
  if ('missing' in availability) return [{ engine: name, device: '–', measured: null }];
  return availability.devices.map((device, i) => ({
    engine: i === 0 ? name : '',
    device: device.kind === 'software' ? `${device.name}, software` : device.name,
    measured: i > 0 || measured === null || 'problem' in measured ? null : measured,
  }));
}

/** Both sides of a pair count. */
function imagesPerSecond(
  { millisecondsPerStep }: MeasuredSpeed,
  { training, objective }: LoadedExperiment['experiment'],
): number {
  return (1000 * training.batchSize * rowsPerExample(objective)) / millisecondsPerStep;
}

function forScripts(rows: readonly Row[], auto: Auto, { experiment }: LoadedExperiment, seconds: number): object {
  return {
    experiment: experiment.name,
    seconds,
    auto,
    engines: rows.map(({ name, availability, measured }) => ({
      name,
      devices: 'devices' in availability ? availability.devices : [],
      missing: 'missing' in availability ? availability.missing : null,
      measured:
        measured === null || 'problem' in measured
          ? null
          : { ...measured, imagesPerSecond: imagesPerSecond(measured, experiment) },
      problem: measured !== null && 'problem' in measured ? measured.problem : null,
    })),
  };
}
