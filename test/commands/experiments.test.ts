/** Every file in experiments/ is a test: valid always, and trained briefly on a few hundred images. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseEngine } from '../../src/engine/node.ts';
import { loadExperiments } from '../../src/experiment/node.ts';
import { Datasets, runExperiment } from '../../src/launch/index.ts';
import { listRuns, openRun, readMetrics, runFiles, type Verifier } from '../../src/record/index.ts';
import { tellerOf } from '../../src/text/index.ts';
import { rules } from '../../src/training/index.ts';
import { checkout, temporaryFolder } from './siamese.ts';

const runsFolder = temporaryFolder();
afterAll(() => rmSync(runsFolder, { recursive: true, force: true }));

const files = readdirSync(join(checkout, 'experiments')).filter((name) => name.endsWith('.yaml'));

describe('experiments/', () => {
  it('holds files, each valid as it is', () => {
    expect(files.length).toBeGreaterThan(0);
    const loaded = loadExperiments({
      rules,
      files: files.map((name) => join('experiments', name)),
      overrides: [],
      cwd: checkout,
    });
    const names = new Map(loaded.map(({ file, experiment }) => [file, experiment.name]));
    expect(names.size).toBe(files.length);
    expect(new Set(names.values()).size).toBe(files.length);
  });

  it.each(files)('%s, or its first trial, trains and leaves a whole run folder', async (name) => {
    const overrides = ['training.epochs=1', 'data.limit.train=100', 'data.limit.test=100'];
    const [loaded] = loadExperiments({ files: [join('experiments', name)], overrides, rules, cwd: checkout });
    if (loaded === undefined) throw new Error(`${name} gave no experiment.`);
    const lines: string[] = [];
    const result = await runExperiment(
      {
        loaded,
        chosen: await chooseEngine(loaded.experiment.engine),
        datasets: new Datasets(),
        folder: { runsFolder },
        threads: undefined,
        signal: new AbortController().signal,
        command: ['siamese', 'exp', name],
        directory: checkout,
      },
      tellerOf((line) => lines.push(line)),
    );
    expect(result).toMatchObject({ status: 'completed', epochs: 1, error: null });
    expect(result.valAccuracy).toBeGreaterThanOrEqual(0.4);
    expect(lines.some((line) => line.startsWith('epoch 1/1 '))).toBe(true);

    expect(lines.filter((line) => line.includes('could not'))).toEqual([]);
    const isTriplet = loaded.experiment.objective.loss === 'triplet';
    expect(result.isOptimistic).toBe(isTriplet);
    expect(lines.join('\n').includes('optimistic')).toBe(isTriplet);
    const folder = result.folder as string;
    const [row, ...more] = readMetrics(openRun(folder));
    expect(more).toEqual([]);
    for (const figure of Object.values(row ?? {})) expect(figure).toBeGreaterThan(0);
    // after one epoch there is no checkpoint before its own, nobody has tagged it yet, and it isn't tracked
    const { checkpointPrevious: _, tags: __, tensorboard: ___, mlflow: ____, ...expected } = runFiles;
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(Object.values(expected).sort());
    const verifier = JSON.parse(readFileSync(join(folder, runFiles.verifier), 'utf8')) as Verifier;
    expect(verifier.distance).toBe(loaded.experiment.objective.distance);
    expect(
      listRuns(runsFolder).some((run) => run.path === folder && run.kind === 'run' && run.status === 'completed'),
    ).toBe(true);
  });
});
