import { expect, test } from 'vitest';
import { experimentsFromTexts } from '../../src/experiment/index.ts';
import { rules } from '../../src/training/index.ts';
import { folderWith, load, minimal, refusal } from './folder.ts';

const texts = {
  'base.yaml': minimal('seed: 3\n'),
  'deep/longer.yaml': 'extends: ../base.yaml\nname: longer\ntraining: { epochs: 7 }\n',
};

test('texts at hand give the experiments that the same files give', () => {
  const files = folderWith({ 'a.yaml': texts['base.yaml'] });
  const [fromFile] = load(files, 'a.yaml', ['training.batchSize=8']);
  const [fromText] = experimentsFromTexts({ texts, files: ['base.yaml'], overrides: ['training.batchSize=8'], rules });
  expect(fromText).toEqual({ ...fromFile, file: 'base.yaml', directory: '' });
});

test('a text extends another by a path relative to its name', () => {
  const loaded = experimentsFromTexts({ texts, overrides: [], rules });
  expect(loaded.map(({ file, experiment }) => [file, experiment.seed, experiment.training.epochs])).toEqual([
    ['base.yaml', 3, 10],
    ['deep/longer.yaml', 3, 7],
  ]);
});

test('what is wrong with texts is said as it is of files', () => {
  const wrong = { 'a.yaml': minimal('sede: 1\n'), 'b.yaml': 'extends: a.yml\n', 'c.yaml': 'extends: c.yaml\n' };
  const { problems } = refusal(() => experimentsFromTexts({ texts: wrong, overrides: [], rules }));
  expect(problems.map(({ file, line, sentence }) => `${file}:${line} ${sentence}`)).toEqual([
    'a.yaml:4 sede is not a known key. Did you mean `seed`?',
    'b.yaml:1 b.yaml extends a.yml: there is no such file. Did you mean `a.yaml`?',
    'c.yaml:1 Files extend one another in a circle: c.yaml → c.yaml. One of them must stand alone.',
  ]);
});

test('an experiment keeps the rules that it is loaded with', () => {
  const odd = {
    needs: ['/seed'],
    *check() {
      yield { pointer: '/seed', sentence: 'seed is odd; use an even one.' };
    },
  };
  const { problems } = refusal(() =>
    experimentsFromTexts({ texts, files: ['base.yaml'], overrides: [], rules: { odd } }),
  );
  expect(problems.map(({ line, sentence }) => `${line} ${sentence}`)).toEqual(['4 seed is odd; use an even one.']);
});
