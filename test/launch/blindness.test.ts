/** A network that tells nothing apart: the run says so. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runFiles } from '../../src/record/index.ts';
import { load, sweep, temporaryFolder } from './tiny.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const blind = /the network tells no pair from another/;
const run = async (name: string, ...overrides: readonly string[]) => {
  const experiments = load(folder, [
    'training.epochs=3',
    'network.blocks.0.batchNorm=false',
    `name=${name}`,
    ...overrides,
  ]);
  const { results, lines } = await sweep(experiments, { runsFolder: join(folder, name) });
  const log = readFileSync(join(results[0]?.folder as string, runFiles.log), 'utf8')
    .trimEnd()
    .split('\n');
  return { warnings: results[0]?.warnings, lines, log };
};

test('a network whose relus have died is told of once, with what may help, in terminal and log', async () => {
  const { warnings, lines, log } = await run('dead', 'training.optimizer.learningRate=100');
  expect(warnings).toEqual([
    'After epoch 1 the network tells no pair from another: all validation distances are 0.0003162. Its weights ' +
      'have grown to 257 times what they were. More epochs seldom mend that. Use a smaller learningRate ' +
      '(training.optimizer.learningRate is 100; 0.001 is usual), or use another seed or activation: leakyRelu in the ' +
      'blocks, whose relus are probably dead.',
  ]);
  for (const told of [lines, log])
    expect(told.at(-1)).toMatch(/, validation accuracy 50\.0 %, of a network that tells nothing apart$/);
  for (const told of [lines, log]) expect(told.filter((line) => blind.test(line))).toEqual(warnings);
});

test('a network that has learned nothing yet but can is left in peace', async () => {
  const { warnings, log } = await run('alive', 'training.optimizer.learningRate=1.0e-6');
  expect([warnings, log.filter((line) => blind.test(line))]).toEqual([[], []]);
});

test('relus that it does not have are not what may help', async () => {
  const { warnings } = await run(
    'saturated',
    'training.optimizer.learningRate=100',
    'network.blocks.0.activation=sigmoid',
  );
  expect(warnings).toEqual([expect.stringMatching(/learningRate is 100; 0\.001 is usual\)\.$/)]);
});
