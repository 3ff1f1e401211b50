/** What goes wrong in a training stays with its run. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRun } from '../../src/record/index.ts';
import { siamese, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => siamese([...args, '--runs', 'runs'], { directory: folder });
let trained: Awaited<ReturnType<typeof siamese>>;
/** The run of an experiment, by its name. */
const runOf = (name: string) => {
  const found = readdirSync(join(folder, 'runs')).find((folder) => folder.includes(`-${name}-`)) as string;
  return openRun(join(folder, 'runs', found));
};
const experiment = (name: string, more: string) =>
  writeExperiment(folder, name, `${tiny.replace('name: tiny', `name: ${name}`)}${more}`);

beforeAll(async () => {
  const files = [experiment('sound', ''), experiment('vast', 'objective: { loss: contrastive, margin: 100000 }\n')];
  trained = await run('exp', ...files);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a run that goes wrong', () => {
  const sentence = /The loss of epoch 2, [\d.e+]+, is within 2 % of half of the margin's square, 5\.00e\+9: /;

  it('says so in the terminal and its log once, and in run.json as it stands after the last epoch', () => {
    const { path, run } = runOf('vast');
    for (const text of [trained.stdout, readFileSync(join(path, 'log.txt'), 'utf8')])
      expect(text.match(/within 2 % of half of the margin's square/g)).toHaveLength(1);
    expect(run.findings).toEqual([expect.stringMatching(sentence)]);
    expect(runOf('sound').run.findings).toEqual([]);
  });

  it('and in comparisons of two and of several', async () => {
    const two = await run('compare', 'sound', 'vast');
    expect(two.stdout.replace(/\s+/g, ' ')).toMatch(new RegExp(`B: ${sentence.source}`));
    const several = await run('compare', 'sound', 'vast', '--json');
    expect(several.code).toBe(0);
    expect(JSON.parse(several.stdout).comparison.notes).toContainEqual(
      expect.stringMatching(new RegExp(`-vast-\\w+: ${sentence.source}`)),
    );
  });
});
