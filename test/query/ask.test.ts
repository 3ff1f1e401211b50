import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors/index.ts';
import { hashExperiment } from '../../src/experiment/index.ts';
import { askRuns, explainNone, fieldOf, formatValue, type Key, showIn, sortRuns } from '../../src/query/index.ts';
import { runFiles } from '../../src/record/index.ts';
import { metricsOf } from '../../src/record/metrics.ts';
import { rowOf, temporaryFolder, writeRunIn } from '../record/fixtures.ts';
import { withDim, writeRuns } from './runs.ts';

const directory = temporaryFolder();
const runs = join(directory, 'runs');
beforeAll(() => writeRuns(runs));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const placesAndOutput = { places: { runsFolder: runs, directory }, outputFile: null };
const askFor = (...words: string[]) => askRuns({ words, keyNames: [], ...placesAndOutput });

const hashOfA = hashExperiment(withDim(32));

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
    ['below a figure, and not at it', ['seed<2'], 'a'],
    ['as long as it is no greater', ['seed<=2'], 'ba'],
    ['with a value in quotes, or two signs', ['status=="stopped"'], 'c'],
    ['by several at once', ['valAccuracy<0.96', 'seed>1', 'name~DIM', 'time<=300'], 'b'],
    ['with a tag', ['tag=best'], 'b'],
    ['without one', ['tag!=best'], 'dca'],
    ['with a part of one, or with a note', ['tag~ol'], 'a'],
    ['that somebody noted something on', ['note~far'], 'b'],
    ['with no tag at all', ['tag=none'], 'dc'],
    ['of a sweep', ['sweep=dims'], 'd'],
    ['of none', ['sweep=null'], 'cba'],
    ['since a day', ['started>=2026-01-03'], 'dc'],
    ['after it', ['started>2026-01-03'], 'd'],
    ['until its end', ['started<=2026-01-03'], 'cba'],
    ['of a day', ['started=2026-01-03'], 'c'],
    ['of a month, and not its last day', ['started!=2026-01-04', 'started=2026-01'], 'cba'],
    ['of a moment as the table shows it', ['started=2026-01-02 10:00:00'], 'b'],
    ['of a moment in another zone', ['started<=2026-01-02T11:00+01:00'], 'ba'],
    ['by their age', ['age>1d'], 'dcba'],
    ['by a time as the table shows it', ['time>1 min 40 s'], 'dcb'],
    ['in hours and in milliseconds', ['time<0.1h', 'time>100000 ms'], 'cb'],
    ['of a figure as the table shows it', ['valAccuracy=95.5%'], 'b'],
    ['at least one as the table shows it', ['best.valAccuracy>=96.5 %'], 'b'],
    ['of a figure that the table rounds', ['valLoss=0.1667'], 'dba'],
    ['of epochs as the table shows them', ['epochs=0/2'], 'c'],
    ['of a size', ['machine.memoryBytes>1 MB'], 'dcba'],
    ['of one value or another', ['seed=1 or seed=4'], 'da'],
    ['and by signs', ['seed=1|seed=4', 'seed=4 || seed=2'], 'd'],
    ['and by values alone', ['seed=1|2 or 3'], 'cba'],
    ['of and before or', ['seed=1 or seed=2 and tag=best'], 'ba'],
    ['of parentheses before both', ['(seed=1 or seed=2) and (tag=best)'], 'b'],
    ['whose text has a word of filters in it', ['note~"by far" and tag~"st"'], 'b'],
    ['whose name a glob matches', ['name=dim-?4'], 'cb'],
    ['or does not', ['name!=dim-6*'], 'da'],
    ['but not where the glob is in quotes', ["name='dim-6*'"], ''],
    ['of a tag that a glob matches', ['tag=b*t'], 'b'],
    ['with a part that a glob matches', ['trial~embedding*=8'], 'd'],
    ['of a hash as the table shows it', [`hash=${hashOfA.slice(0, 8)}`], 'a'],
    ['by what only run.json knows', ['git.dirty=true'], 'b'],
    ['of a hash, by its beginning', [`hash=${hashOfA.slice(0, 6)}`], 'a'],
    ['but not by its end', [`hash=${hashOfA.slice(-6)}`], ''],
    ['of another hash', ['hash!=x', 'network.embeddingDim=8'], 'd'],
    ['among those that are named', ['dim-64', 'valAccuracy>0'], 'b'],
  ])('%s: %j', (_, words, expected) => {
    expect(
      askFor(...words)
        .runs.map(({ folder }) => folder)
        .join(''),
    ).toBe(expected);
  });
});

describe('of a run that keeps its best model', () => {
  const kept = join(directory, 'kept');
  const earlyStopping = { monitor: 'valLoss', patience: 1, minDelta: 0, restoreBest: true } as const;
  const trained = { ...withDim(32), training: { ...withDim(32).training, earlyStopping } };
  const result = { last: rowOf(2, 0.6), best: { epoch: 1, valLoss: 1 / 3, valAccuracy: 0.655 } };
  const facts = { status: 'completed', process: null, seconds: 9, result };
  beforeAll(() => {
    writeRunIn(kept, 'restored', facts, trained);
    writeRunIn(kept, 'stopped', { ...facts, status: 'stopped' }, trained);
    writeRunIn(kept, 'whole', facts, withDim(32));
    for (const folder of ['restored', 'stopped', 'whole'])
      writeFileSync(
        join(kept, folder, runFiles.metrics),
        metricsOf([rowOf(1, 0.655), rowOf(2, 0.6)].map((metrics) => ({ metrics }))),
      );
  });

  it.each([
    ['valAccuracy', ['65.5 %', '60.0 %', '60.0 %']],
    ['kept.epoch', ['1', '2', '2']],
    ['last.valAccuracy', ['60.0 %', '60.0 %', '60.0 %']],
    ['loss', ['0.7000', '0.3500', '0.3500']],
    ['last.loss', ['0.3500', '0.3500', '0.3500']],
    ['time', ['9.0 s', '9.0 s', '9.0 s']],
    ['trainingTime', ['3.0 s', '3.0 s', '3.0 s']],
  ])('%s is %j', (name, shown) => {
    const { runs, keys } = askRuns({
      words: ['restored', 'stopped', 'whole'],
      keyNames: [name],
      places: { runsFolder: kept, directory },
      outputFile: null,
      inOrderOfNames: true,
    });
    expect(runs.map((run) => showIn(keys[0] as Key, run))).toEqual(shown);
  });
});

describe('an answer', () => {
  it('has the newest run first, however they are named', () => {
    expect(askFor('runs/*').runs.map(({ folder }) => folder)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('tells whose experiment could not be read, where one was asked for', () => {
    const others = join(directory, 'damaged');
    for (const folder of ['half', 'whole']) writeRunIn(others, folder);
    writeFileSync(join(others, 'half', runFiles.resolved), 'name: half');
    const places = { runsFolder: others, directory };
    const ask = (word: string) => askRuns({ words: [word], keyNames: [], places, outputFile: null });
    const { runs, unreadable } = ask('network.embeddingDim=3');
    expect(runs.map(({ folder }) => folder)).toEqual(['whole']);
    expect(unreadable).toMatchObject([{ folder: 'half', problem: expect.stringMatching(/^resolved\.yaml of half/) }]);
    expect(ask('status!=completed').unreadable).toEqual([]);
  });

  it('says what runs have in place of what is asked for: a range, one figure, or the first of many words', () => {
    const explain = (...words: string[]) => explainNone(askFor(...words));
    expect(explain('valAccuracy>99%')).toEqual(['None of 4 runs has valAccuracy>99%: it is 80.0 % to 95.5 % in them.']);
    expect(explain('loss>1')).toEqual(['None of 4 runs has loss>1: it is 0.3500 in all of them.']);
    expect(explain('loss>1 or seed=9', 'started>2026-01-04')).toEqual([
      'None of 4 runs has loss>1 or seed=9 and started>2026-01-04.',
      'loss>1: it is 0.3500 in all of them.',
      'seed=9: it is 1 to 4 in them.',
      'started>2026-01-04: it is 2026-01-01 10:00:00, 2026-01-02 10:00:00, 2026-01-03 10:00:00, 2026-01-04 10:00:00 in them; ' +
        '>= takes those of that time itself.',
    ]);
    expect(explain('loss>0')).toEqual([]);
    const many = join(directory, 'many');
    for (const letter of 'abcdefg') writeRunIn(many, letter, { name: `name-${letter}` });
    const places = { runsFolder: many, directory };
    expect(explainNone(askRuns({ words: ['name=x'], keyNames: [], places, outputFile: null }))).toEqual([
      'None of 7 runs has name=x: it is name-a, name-b, name-c, name-d, name-e and 2 others in them.',
    ]);
  });
});

describe('a value', () => {
  it.each([
    ['hash', '3f9c2a51b0', '3f9c2a51', '3f9c2a51b0'],
    ['started', '2026-11-23T16:20:05.123Z', '2026-11-23 16:20:05', '2026-11-23T16:20:05.123Z'],
    ['tag', new Set(['best', 'paper']), 'best, paper', 'best paper'],
    ['best.valAccuracy', 0.8761, '87.6 %', 0.8761],
    ['valLoss', 1 / 3, '0.3333', 1 / 3],
    ['time', 185, '3 min 5 s', 185],
    ['seed', 42, '42', 42],
    ['network.inputShape', [28, 28, 1], '[28,28,1]', '[28,28,1]'],
    ['git.dirty', true, 'true', true],
    ['error', undefined, '–', null],
    ['note', undefined, '', null],
  ])('%s is written for people and for scripts: %j', (name, value, text, field) => {
    expect(formatValue(name, value)).toBe(text);
    expect(fieldOf(value)).toBe(field);
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
    [['valAccuracy>90'], /valAccuracy is a share from 0 to 1, and 90 is more; write valAccuracy>90%\./],
    [['valLoss>0,5'], /has a point and no comma: 0\.5\./],
    [['seed=1,2,3'], /and 1,2,3 are several; write 1\|2\|3\./],
    [['time>5m'], /m may be minutes or months; write 5min\./],
    [['time>90%'], /time is a length of time, such as 90 s, 5 min, 2 h or 3 d, and 90% is a share\./],
    [['time>2026-01-01'], /is a length of time, .*and 2026-01-01 is none\./],
    [['valLoss>2 s'], /valLoss is a number without a unit, and 2 s is a length of time\./],
    [
      ['started>1h'],
      /started is a moment, and 1h a length of time: 'age<1h' asks for runs that started within the last 1h/,
    ],
    [['ended<2 d'], /ended is a moment, and 2 d a length of time: 'ended<\d{4}-\d\d-\d\d \d\d:\d\d' names/],
    [['started>yesterday'], /started is a moment, and yesterday is none; write it as in 'started>=\d{4}/],
    [['started>2026-02-30'], /is a moment, and 2026-02-30 is none/],
    [['age<3'], /3 needs a unit: 3min, 3h, 3d or 3w\./],
    [['status=complete'], /status is running, completed, stopped, failed or interrupted\. Did you mean completed\?/],
    [['git.dirty=yes'], /git\.dirty is true or false\./],
    [['training.optimizer=adam'], /is several values; ask for one of them, e\.g\. training\.optimizer\.name\./],
    [['network.normalize>1'], /is true or false; ask with = or !=\./],
    [['network.inputShape>1'], /is a list; ask with =, != or ~\./],
    [['tag>1'], /^tag>1: a run may have several tags; ask for one, 'tag=1'/],
    [['status='], /^status= has no value after =; status=null asks for runs without one\./],
    [['status', '=', 'completed'], /^= lacks a key before =: a filter is one word, in quotes/],
    [['status:failed'], /^No run.*\nstatus is a key: to ask what it holds, write 'status=…' in quotes\./],
    [['seed in [1,2]'], /^No run.*\nseed is a key: to ask what it holds, write/],
    [['nobody'], /^No run is called nobody or has that in its name\. npm run runs lists those/],
    [['network.embeddingDim'], /^No run is called.*\nnetwork\.embeddingDim is a key: to ask what it holds, write/],
  ])('in words: %j', (words, sentence) => {
    expect(() => askFor(...words)).toThrow(InputError);
    expect(() => askFor(...words)).toThrow(sentence);
  });

  it.each([
    ['seed=1 or valAcuracy>0.9', 'valAcuracy', /valAcuracy is no key/],
    ['seed=1 or time>high', 'high', /time is a length of time/],
    ['status!=failed or stopped', 'stopped', /Write 'status!=failed and status!=stopped'\./],
    ['seed>1 or 2', '2', /> takes one value\. Write 'seed>1 or seed>2'\./],
    ['!status=failed', '!status=failed', /turn its operator round, e\.g\. 'status!=failed'/],
    ['seed=1 and not tag=best', 'not tag=best', /turn its operator round/],
    ['seed=>1', '>1', /=> is no operator; write >=\./],
    ['seed<>1', '>1', /<> is no operator; write !=\./],
    ['seed=1 or', 'or', /A filter is missing behind or/],
    ['or seed=1', 'or', /A filter is missing before or/],
    ['seed=1 and and tag=best', 'and', /A filter is missing behind and/],
    ['(seed=1', '(', /No \) closes this \(\./],
    ['seed=1)', ')', /No \( stands before this \)\./],
    ['(seed=1) tag=best', 'tag=best', /Behind \) comes and, or, or nothing\./],
    ['note~"by far', '"', /No " closes this one\./],
    ['note="by" far', 'far', /Behind a value in quotes comes/],
    ['dim-* or seed=1', 'dim-*', /a run is asked for by KEY=VALUE, and its name by 'name=dim-\*'/],
    ['seed=1 and status:failed', 'status:failed', /is asked for by 'status=failed'/],
    [`${'('.repeat(60)}seed=1${')'.repeat(60)}`, '(', /More than 50 parentheses/],
  ])('that points at its place: %s', (word, part, sentence) => {
    const message = messageOf(() => askFor(word));
    expect(message).toMatch(sentence);
    const [text = '', marks = ''] = message.split('\n').slice(-2);
    expect(text).toBe(`  > ${word}`);
    expect(text.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe(part);
  });

  it('where the shell has made several words of a filter', () => {
    expect(messageOf(() => askFor('seed=1', 'or', 'seed=2'))).toBe(
      "or stands alone: a filter is one word to a shell, so quote it whole, 'seed=1 or seed=2'.",
    );
  });

  it.each([
    ['32', true],
    ['=2', true],
    ['90%', true],
    ['5min', true],
    ['2026-11-01', true],
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

function messageOf(ask: () => unknown): string {
  try {
    ask();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'no mistake';
}
