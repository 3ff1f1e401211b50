/** `siamese validate`: checks experiments and shows what training them would take; trains nothing. */

import { type Dataset, type Examples, exampleCount, exampleKinds, validationPairs } from '../data/index.ts';
import type { Device } from '../engine/index.ts';
import type { LoadedExperiment } from '../experiment/index.ts';
import {
  type ChosenEngine,
  chooseEngines,
  Datasets,
  describeEngine,
  type MeasuredSpeed,
  measureSpeed,
  refuseWithoutRoom,
  type TimeEstimate,
} from '../launch/index.ts';
import { figuresOf, type LayerFigures, type Totals, totalsOf } from '../network/index.ts';
import { drawingOf, planOf } from '../objective/index.ts';
import {
  escapeControls,
  formatCount,
  formatDuration,
  formatMegabytes,
  formatMilliseconds,
  plural,
} from '../text/index.ts';
import { countOption } from './arguments.ts';
import type { ExitCode, Invocation, Surroundings } from './command.ts';
import { readExperiments, shortPath } from './experiments.ts';
import { printAside, printJson, printLine, printStyled, style } from './print.ts';
import { printTable } from './print-sheet.ts';
import { inspectSweep, type SweepPreflight, showSweep } from './validate-sweep.ts';

/** An experiment's steps are timed for so long. */
const measuredSeconds = 0.3;
/** A person wonders after so long what it does. */
const patienceMilliseconds = 1000;

export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const threads = countOption(options, 'threads');
  const experiments = await readExperiments('validate', words, surroundings);
  const engines = await chooseEngines(experiments);
  const engineOf = ({ experiment }: LoadedExperiment) => engines.get(experiment.engine) as ChosenEngine;
  await refuseWithoutRoom(experiments, { engineOf, threads, parallel: 1 });
  const datasets = new Datasets();
  const preflights: Preflight[] = [];
  const sweeps: SweepPreflight[] = [];
  for (const loaded of Map.groupBy(experiments, ({ file }) => file).values()) {
    const [first] = loaded as [LoadedExperiment];
    if (first.trial !== null) {
      const preflight = await inspectSweep(loaded, engines, threads);
      sweeps.push(preflight);
      if (!options.json) showSweep(preflight, loaded, surroundings);
      continue;
    }
    const chosen = engines.get(first.experiment.engine) as ChosenEngine;
    const dataset = await datasets.take(first);
    const preflight = await inspect(first, chosen, dataset, threads);
    preflights.push(preflight);
    if (!options.json) show(preflight, surroundings);
  }
  if (options.json) printJson({ experiments: preflights, sweeps });
  return 0;
}

interface Preflight {
  readonly file: string;
  readonly name: string;
  readonly hash: string;
  readonly layers: readonly LayerFigures[];
  readonly totals: Totals;
  readonly examples: {
    readonly kind: Examples['kind'];
    readonly training: number;
    readonly batchSize: number;
    readonly stepsPerEpoch: number;
    readonly validationPairs: number;
    readonly epochs: number;
  };
  readonly engine: {
    readonly name: string;
    readonly build: string;
    readonly device: Device;
    readonly threads: number;
    readonly why: string;
    readonly memoryBytes: number;
  };
  readonly estimate: Omit<TimeEstimate, 'stepsPerEpoch'> & Pick<MeasuredSpeed, 'stepsMeasured' | 'partOfStep'>;
}

async function inspect(
  { experiment, file, hash }: LoadedExperiment,
  { engine, why }: ChosenEngine,
  dataset: Dataset,
  threads: number | undefined,
): Promise<Preflight> {
  const { objective, training, data } = experiment;
  const plan = planOf(experiment.network, objective);
  const validation = validationPairs(dataset, data.seed);
  const waiting = setTimeout(() => printAside(`measuring a step of ${experiment.name}`), patienceMilliseconds);
  const measured = await measureSpeed(engine, experiment, dataset, { threads, seconds: measuredSeconds });
  clearTimeout(waiting);
  const { build, device, memoryBytes, stepsMeasured, partOfStep, stepsPerEpoch, millisecondsPerStep, secondsPerEpoch } =
    measured;
  return {
    file,
    name: experiment.name,
    hash,
    layers: plan.layers.map(figuresOf),
    totals: totalsOf(plan),
    examples: {
      kind: drawingOf(experiment).examples,
      training: measured.examples,
      batchSize: training.batchSize,
      stepsPerEpoch,
      validationPairs: exampleCount(validation),
      epochs: training.epochs,
    },
    engine: { name: engine.name, build, device, threads: measured.threads, why, memoryBytes },
    estimate: { stepsMeasured, partOfStep, millisecondsPerStep, secondsPerEpoch, secondsInAll: measured.secondsInAll },
  };
}

function show(preflight: Preflight, surroundings: Surroundings): void {
  const { file, name, hash, layers, totals, examples, engine, estimate } = preflight;
  printStyled(`${style('bold', name)}  ${escapeControls(shortPath(file, surroundings))}  ${hash.slice(0, 6)}  valid`);
  printLine();
  const rows = [
    ...layers,
    { name: 'tower', output: null, parameters: totals.parameters, multiplyAdds: totals.multiplyAdds },
    ...(totals.head > 0
      ? [{ name: 'head', output: null, parameters: totals.head, multiplyAdds: totals.head / 2 }]
      : []),
  ];
  printTable(
    rows,
    [
      { title: 'layer', cell: ({ name }) => name },
      {
        title: 'output',
        cell: ({ output }) =>
          output === null ? '' : output[0] * output[1] === 1 ? `${output[2]}` : output.join(' × '),
      },
      {
        title: 'parameters',
        align: 'right',
        cell: ({ parameters }) => (parameters === 0 ? '' : formatCount(parameters)),
      },
      {
        title: 'multiply-adds',
        align: 'right',
        cell: ({ multiplyAdds }) => (multiplyAdds === 0 ? '' : formatCount(multiplyAdds)),
      },
    ],
    surroundings,
  );
  const untrained = totals.parameters - totals.trainable;
  if (untrained > 0) printLine(`${formatCount(untrained)} of the parameters are moving statistics, not trained`);
  printLine();
  const { noun } = exampleKinds[examples.kind];
  printLine(
    `data     ${plural(examples.training, noun)} an epoch in ${plural(examples.stepsPerEpoch, 'step')} of ${examples.batchSize}; ` +
      `${plural(examples.validationPairs, 'validation pair')}`,
  );
  printLine(`engine   ${describeEngine(engine)}: ${engine.why}`);
  printLine(`memory   ${formatMegabytes(engine.memoryBytes)} held by the engine`);
  printLine(
    `time     ${estimate.partOfStep === null ? 'about' : 'at most'} ${formatMilliseconds(estimate.millisecondsPerStep)} ms a step, ${formatDuration(estimate.secondsPerEpoch)} an epoch, ` +
      `${formatDuration(estimate.secondsInAll)} for ${plural(examples.epochs, 'epoch')} ` +
      `(an estimate, from ${describeMeasured(preflight)} measured just now)`,
  );
  printLine();
}

/** `38 steps`, or `8 of the 256 pairs of a step` where a whole one, whose work more threads share, would take too long. */
function describeMeasured({
  estimate: { stepsMeasured, partOfStep },
  examples: { batchSize, kind },
}: Preflight): string {
  if (partOfStep === null) return plural(stepsMeasured, 'step');
  return `${partOfStep} of the ${formatCount(batchSize)} ${exampleKinds[kind].noun}s of a step,`;
}
