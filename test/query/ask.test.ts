import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import { askRuns, sortRuns } from '../../src/query/index.ts';
import { temporaryFolder } from '../record/fixtures.ts';
import { writeRuns } from './runs.ts';

const directory = temporaryFolder();
const runs = join(directory, 'runs');
beforeAll(() => writeRuns(runs));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const placesAndOutput = { places: { runsFolder: runs, directory }, outputFile: null };
const askFor = (...words: string[]) => askRuns({ words, keyNames: [], ...placesAndOutput });

describe('a filter keeps the runs', () => {
  it.each([
    ['that have a status', ['status=completed'], 'dba'],
    ['that have another', ['status!=completed'], 'c'],
    ['of an embedding', ['network.embeddingDim>32'], 'cb'],
    ['of a block, by its number', ['network.blocks.0.filters=4', 'network.blocks[0].kernelSize=[2, 2]'], 'dcba'],
    ['of a loss that only some know', ['objective.margin>=2'], 'b'],
    ['above an accuracy, as a share', ['valAccuracy>0.9'], 'b'],
    ['and in per cent', ['valAccuracy >= 90 %'], 'ba'],
    ['by the best epoch', ['best.valAccuracy<0.9'], 'd'],
    ['by what evaluation.json tells of that epoch', ['best.auc>0.5'], 'ba'],
    ['but not by what it tells of another', ['auc>0.5'], 'a'],
    ['by any figure of the last epoch', ['learningRate<=0.001', 'accuracy=60%'], 'dba'],
    ['by several at once', ['valAccuracy<0.96', 'seed>1', 'name~DIM', 'time<=300'], 'b'],
    ['with a tag', ['tag=best'], 'b'],
    ['without one', ['tag!=best'], 'dca'],
    ['with a part of one, or with a note', ['tag~ol'], 'a'],
    ['that somebody noted something on', ['note~far'], 'b'],
    ['with no tag at all', ['tag=none'], 'dc'],
    ['of a sweep', ['sweep=dims'], 'd'],
    ['of none', ['sweep=null'], 'cba'],
    ['since a day', ['started>2026-01-03'], 'dc'],
    ['by what only run.json knows', ['git.dirty=true'], 'b'],
    ['of a hash, by its beginning', ['hash!=x', 'network.embeddingDim=8'], 'd'],
    ['among those that are named', ['dim-64', 'valAccuracy>0'], 'b'],
  ])('%s: %j', (_, words, expected) => {
    expect(
      askFor(...words)
        .runs.map(({ folder }) => folder)
        .join(''),
    ).toBe(expected);
  });
});

describe('runs are sorted', () => {
  it.each([
    ['by a key, those that lack it last', ['valAccuracy'], 'dabc'],
    ['from the greatest, those that lack it still last', ['-valAccuracy'], 'badc'],
    ['by a figure of evaluation.json', ['-auc'], 'adcb'],
    ['by one key after another', ['-network.embeddingDim', 'seed'], 'bcad'],
    ['by text, in the order of its letters', ['-status', 'started'], 'cabd'],
  ])('%s: %j', (_, sorts, expected) => {
    const keyNames = sorts.map((sort) => sort.replace('-', ''));
    const { runs, keys } = askRuns({ words: [], keyNames, ...placesAndOutput });
    const by = keys.map((key, i) => ({ key, descending: sorts[i]?.startsWith('-') ?? false }));
    expect(
      sortRuns(runs, by)
        .map(({ folder }) => folder)
        .join(''),
    ).toBe(expected);
  });
});

describe('a mistake is a sentence', () => {
  it.each([
    [['embeddingDim>32'], /^embeddingDim is no key of a run\. Did you mean network\.embeddingDim\? Keys are those of/],
    [['valAcuracy>0.9'], /Did you mean valAccuracy\?/],
    [['filter=3'], /Did you mean network\.blocks\.0\.filters\?/],
    [['valAccuracy>high'], /^valAccuracy>high: valAccuracy is a number, and high is none\./],
    [['training.optimizer=adam'], /is several values; ask for one of them, e\.g\. training\.optimizer\.name\./],
    [['network.normalize>1'], /is true or false; ask with = or !=\./],
    [['network.inputShape>1'], /is a list; ask with =, != or ~\./],
    [['tag>1'], /^tag>1: a run may have several tags; ask for one, 'tag=1'/],
    [['status='], /^status= has no value after =; status=null asks for runs without one\./],
    [['status', '=', 'completed'], /^= lacks a key before =: a filter is one word, in quotes/],
    [['nobody'], /^No run is called nobody or has that in its name\. npm run runs lists those/],
    [['network.embeddingDim'], /^No run is called.*\nnetwork\.embeddingDim is a key: to ask what it holds, write/],
  ])('in words: %j', (words, sentence) => {
    expect(() => askFor(...words)).toThrow(InputError);
    expect(() => askFor(...words)).toThrow(sentence);
  });

  it.each([
    ['32', true],
    ['=2', true],
    ['90%', true],
    ['-1e-3', true],
    ['runs.txt', false],
    ['2026', true],
  ])('where the shell took the > of a filter, and what is printed goes into %s: %j', (outputFile, isLikely) => {
    const ask = () => askRuns({ words: ['network.embeddingDim'], keyNames: [], ...placesAndOutput, outputFile });
    expect(ask).toThrow(
      isLikely ? `goes into a file called ${outputFile}: delete that` : 'is a key: to ask what it holds',
    );
  });
});
