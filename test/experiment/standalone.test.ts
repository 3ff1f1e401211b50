import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type LoadedExperiment, standaloneFile } from '../../src/experiment/index.ts';
import { folderWith, load, loadText, minimal } from './folder.ts';
import { randomFile } from './random-files.ts';

/** What the file of a run folder loads as. */
function again(loaded: LoadedExperiment): LoadedExperiment {
  const [one, ...more] = load(folderWith({ 'experiment.yaml': standaloneFile(loaded) }), 'experiment.yaml');
  if (one === undefined || more.length > 0) throw new Error('one experiment was expected');
  return one;
}

/** The same, whatever decides it. */
function expectSame(loaded: LoadedExperiment): void {
  const { experiment, hash } = again(loaded);
  expect({ experiment, hash }).toEqual({ experiment: loaded.experiment, hash: loaded.hash });
}

const described = minimal('description: four filters');

describe('the file that a run folder keeps', () => {
  it('is the file as given, byte for byte, where nothing else decides the experiment', () => {
    const text = `# why\r\n${described}\n\n# the end`;
    expect(standaloneFile(loadText(text))).toBe(text);
  });

  it('gives the same experiment where the command line has changed it, and says how', () => {
    const loaded = loadText(described, [
      'network.blocks.0.filters=8',
      'training.optimizer=sgd',
      'name=eight',
      'engine=wasm',
    ]);
    expectSame(loaded);
    expect(standaloneFile(loaded)).toMatch(
      /^# What a\.yaml and all of this make of the experiment; it runs as it is\.\n# on the command line:\n# {3}network\.blocks\.0\.filters=8\n/,
    );
    expect(standaloneFile(loaded)).toContain('\n# a.yaml as given:\n#\n# name: minimal\n');
  });

  it('gives the same experiment where the file extends others', () => {
    const cwd = folderWith({
      'a.yaml': described,
      'b.yaml': 'extends: a.yaml\nnetwork: { embeddingDim: 7 }\n',
      'c.yaml': 'extends: b.yaml\nname: third\nseed: 3\n',
    });
    const [loaded] = load(cwd, 'c.yaml', ['training.epochs=3']) as [LoadedExperiment];
    expectSame(loaded);
    expect(standaloneFile(loaded)).toContain(
      '\n# extends:\n#   b.yaml\n#   a.yaml\n# on the command line:\n#   training.epochs=3\n',
    );
  });

  it('gives each trial of a sweep, and no sweep', () => {
    const text = `${described}\nsweep: { grid: { network.embeddingDim: [5, 6], seed: [1, 2] }, exclude: [{ seed: 1, network.embeddingDim: 6 }] }`;
    const trials = load(folderWith({ 'a.yaml': text }), 'a.yaml', ['training.epochs=3']);
    expect(trials).toHaveLength(3);
    for (const trial of trials) expectSame(trial);
    for (const trial of trials) expect(again(trial).trial).toBeNull();
    expect(standaloneFile(trials[0] as LoadedExperiment)).toContain(
      '\n# trial of its sweep:\n#   network.embeddingDim=5 seed=1\n',
    );
  });

  it('names the same files from elsewhere', () => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, 'images'));
    writeFileSync(join(cwd, 'a.yaml'), minimal().replace('{ source: mnist }', '{ source: folder, path: images }'));
    const [loaded] = load(cwd, 'a.yaml') as [LoadedExperiment];
    expectSame(loaded);
    expect(again(loaded).directory).toBe(loaded.directory);
  });

  it('holds no line of the command line that would be more than a comment', () => {
    const loaded = loadText(described, ['description="a\n\nseed: 9\n"', 'seed=1']);
    expectSame(loaded);
    expect(again(loaded).experiment.seed).toBe(loaded.experiment.seed);
  });

  it('does so for any file', () => {
    fc.assert(
      fc.property(randomFile, fc.nat(9), ({ short }, seed) => expectSame(loadText(stringify(short), [`seed=${seed}`]))),
      { numRuns: 40 },
    );
  });
});

describe('what a file says of its experiment', () => {
  const cwd = () =>
    folderWith({
      'a.yaml': described,
      'same.yaml': 'extends: a.yaml\nname: same\nengine: wasm\n',
      'other.yaml': 'extends: a.yaml\nnetwork: { embeddingDim: 7 }\n',
      'own.yaml': 'extends: a.yaml\nseed: 7\ndescription: another seed\n',
      'swept.yaml': 'extends: own.yaml\ndescription: three seeds\nsweep: { grid: { seed: [1, 2] } }\n',
    });
  it.each([
    ['a.yaml', [], 'four filters'],
    ['a.yaml', ['name=b', 'engine=wasm'], 'four filters'],
    ['a.yaml', ['seed=7', 'name=b', 'training.epochs=3'], 'four filters [with seed=7 training.epochs=3]'],
    ['a.yaml', ['seed=7', 'description=a seed'], 'a seed'],
    ['same.yaml', [], 'four filters'],
    ['other.yaml', [], ''],
    ['other.yaml', ['seed=7'], ''],
    ['own.yaml', [], 'another seed'],
    ['swept.yaml', ['training.epochs=3'], 'three seeds [with seed=1 training.epochs=3]'],
  ])('%s %j is described as %j', (file, overrides, description) => {
    expect(load(cwd(), file, overrides)[0]?.experiment.description).toBe(description);
  });

  it('is cut where the command line says much', () => {
    const many = Array.from({ length: 60 }, (_, i) => `data.limit.train=${1000 + i}`);
    expect(loadText(described, many).experiment.description).toMatch(/^four filters \[with .{200} …\]$/);
  });
});
