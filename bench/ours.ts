/** Our engine, as a contender of the bench (see common.py): through the engine contract, in a process of its own. */

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { batchOf, type Dataset, exampleCount, loadDataset, trainingExamples } from '../src/data/index.ts';
import { type EngineName, loadEngine } from '../src/engine/node.ts';
import type { Experiment } from '../src/experiment/index.ts';
import { drawingOf, planOf } from '../src/objective/index.ts';
import { initialState } from '../src/training/index.ts';

interface Setup {
  readonly experiment: Experiment;
  readonly engine: EngineName;
  readonly threads: number;
}

const { experiment, engine, threads } = JSON.parse(readFileSync(process.argv[2] as string, 'utf8')) as Setup;
const { batchSize, optimizer } = experiment.training;
// The test images, as the peers have: what is timed is the step, and memory is compared on the whole process.
const dataset = await loadDataset({ ...experiment.data, validation: { from: 'test' } });
const examples = trainingExamples(onlyValidation(dataset), drawingOf(experiment), 1);
const plan = planOf(experiment.network, experiment.objective);
const session = await (await loadEngine(engine)).open(plan, {
  objective: experiment.objective,
  optimizer,
  seed: experiment.seed,
  batchSize,
  threads,
});
await session.load(dataset.store);
await session.restore(await initialState(session, plan, experiment.seed));
await train(3);
await embed(512);
say({ ready: `${session.build}, Node ${process.versions.node}` });

for await (const line of createInterface({ input: process.stdin })) {
  const ask = JSON.parse(line) as { do: 'train'; steps: number } | { do: 'embed'; images: number };
  const start = performance.now();
  const loss = ask.do === 'train' ? await train(ask.steps) : await embed(ask.images);
  say({ seconds: (performance.now() - start) / 1000, ...(loss === undefined ? {} : { loss }) });
}
await session.close();
say({ peakBytes: process.resourceUsage().maxRSS * 1024 });

/** → mean loss of the steps */
async function train(steps: number): Promise<number> {
  const whole = Math.floor(exampleCount(examples) / batchSize);
  for (let step = 0; step < steps; step++) {
    const from = (step % whole) * batchSize;
    await session.train(batchOf(examples, from, from + batchSize), optimizer.learningRate);
  }
  const { lossSum, examples: done } = await session.progress();
  return lossSum / done;
}

async function embed(images: number): Promise<undefined> {
  const { validationIndices } = dataset;
  await session.embed(
    Int32Array.from({ length: images }, (_, i) => validationIndices[i % validationIndices.length] ?? 0),
  );
}

function onlyValidation(all: Dataset): Dataset {
  return { ...all, trainIndices: all.validationIndices };
}

function say(answer: object): void {
  console.log(`bench:${JSON.stringify(answer)}`);
}
