/** Every golden case (Keras 3.15 on TensorFlow 2.21, in float64) on every engine, and what the command does with bad cases. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { caseFiles, readCase } from '../../src/engine/conformance/node.ts';
import { runCase } from '../../src/engine/conformance/suite.ts';
import { type CaseResult, type Engine, formatCase } from '../../src/engine/index.ts';
import { conformance } from '../../src/engine/node.ts';
import { ReferenceSession, referenceEngine } from '../../src/engine/reference/index.ts';
import { InputError, RunError } from '../../src/errors/index.ts';
import { type BatchLoss, losses, lossOf } from '../../src/objective/index.ts';
import { contrastive } from '../network/build.ts';
import { enginesUnderTest } from './engines.ts';

const golden = fileURLToPath(new URL('../golden', import.meta.url));

for (const { name, engine, reason } of enginesUnderTest) {
  describe.skipIf(engine === null)(`the ${name} engine${engine === null ? `: ${reason}` : ''}`, () => {
    for (const file of caseFiles(golden)) {
      test(`reproduces ${file}`, async () => {
        const result = await runCase(engine as Engine, readCase(join(golden, file)));
        expect(result.passed, formatCase(result)).toBe(true);
      });
    }
  });
}

test('there are golden cases: six networks and one file of optimizers', () => {
  expect(caseFiles(golden)).toHaveLength(7);
});

// ── the command's side ───────────────────────────────────────────────────────────────────────────────────────

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder with these files. */
function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'siamese-conformance-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

async function runFolder(folder: string, engine: Engine = referenceEngine): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for await (const result of conformance({ folder, engine })) results.push(result);
  return results;
}

type Json = Record<string, unknown>;
const goldenCase = (name: string): Json => JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8'));

/** A golden case with the value at a path replaced. */
function changed(name: string, path: (string | number)[], value: unknown): string {
  const root = goldenCase(name);
  let place: Json = root;
  for (const key of path.slice(0, -1)) place = place[key] as Json;
  place[path.at(-1) as string] = value;
  return JSON.stringify(root);
}

describe('conformance', () => {
  test('yields a result for each case, in the order of the files', async () => {
    const content = JSON.stringify(goldenCase('one-block-all-same'));
    const results = await runFolder(folderWith({ 'b.json': content, 'a.json': content, 'readme.txt': 'no case' }));
    expect(results.map(({ file, passed }) => [file.slice(-6), passed])).toEqual([
      ['a.json', true],
      ['b.json', true],
    ]);
    expect(formatCase(results[0] as CaseResult)).toMatch(
      /^pass {2}one-block-all-same {2}embeddings \S+ {2}distances \S+ {2}loss \S+ {2}gradient \S+ {2}losses \S+ {2}weightsAfter \S+ {2}embeddingsAfter \S+$/,
    );
  });

  test('a wrong engine misses, and the line names the quantities', async () => {
    const wrong: Engine = {
      ...referenceEngine,
      open: async (plan, options) =>
        new ReferenceSession(plan, {
          ...options,
          objective: { loss: 'contrastive', distance: 'manhattan', margin: 2 },
        }),
    };
    const folder = folderWith({ 'one.json': JSON.stringify(goldenCase('one-block-all-same')) });
    const [result] = (await runFolder(folder, wrong)) as [CaseResult];
    expect(result.passed).toBe(false);
    expect(formatCase(result)).toMatch(/^MISS {2}one-block-all-same {2}embeddings \S+ {2}distances \d+\./);
    expect(formatCase(result)).toMatch(/gradient embedding\/kernel \d+\./);
  });

  test('a wrong optimizer misses', async () => {
    const wrong: Engine = {
      ...referenceEngine,
      open: async (plan, options) =>
        new ReferenceSession(plan, { ...options, optimizer: { ...options.optimizer, globalClipNorm: null } }),
    };
    const folder = folderWith({ 'optimizers.json': JSON.stringify(goldenCase('optimizers')) });
    const [result] = (await runFolder(folder, wrong)) as [CaseResult];
    const missed = result.quantities.filter(({ error, tolerance }) => error > tolerance).map(({ name }) => name);
    expect(missed).toEqual(['adam,globalClipNorm:1', 'adamw,learningRate:0.01,weightDecay:0.1,globalClipNorm:0.3']);
  });

  test('an engine that says it cannot misses with its sentence; a fault in one is thrown', async () => {
    const folder = folderWith({ 'one.json': JSON.stringify(goldenCase('one-block-all-same')) });
    const failing = (error: Error): Engine => ({ ...referenceEngine, open: () => Promise.reject(error) });
    const [result] = (await runFolder(folder, failing(new RunError('There is no memory left.')))) as [CaseResult];
    expect(formatCase(result)).toBe('MISS  one-block-all-same  There is no memory left.');
    await expect(runFolder(folder, failing(new TypeError('fault')))).rejects.toThrow(TypeError);
  });

  test('nothing runs where one of the files is malformed', async () => {
    const folder = folderWith({ 'a.json': JSON.stringify(goldenCase('one-block-all-same')), 'b.json': '{' });
    const never: Engine = { ...referenceEngine, open: () => Promise.reject(new Error('opened')) };
    await expect(runFolder(folder, never)).rejects.toThrow(InputError);
  });

  const malformed: Record<string, [string, RegExp]> = {
    'no JSON': ['{', /bad\.json is not a conformance case: .+\.$/],
    'a list': ['[]', /bad\.json: the file must be an object\.$/],
    'another format': [changed('optimizers', ['format'], 2), /: format is 2; this version reads 1\.$/],
    'another kind': [
      changed('optimizers', ['kind'], 'speed'),
      /: kind is "speed"; it must be "training" or "optimizers"\.$/,
    ],
    'a missing part': [changed('tutorial', ['expected', 'losses'], undefined), /: expected\.losses is missing\.$/],
    'too few losses': [
      changed('tutorial', ['expected', 'losses'], [1]),
      /: expected\.losses has 1 numbers, but there are 3 batches\.$/,
    ],
    'an impossible network': [
      changed('tutorial', ['network', 'embeddingDim'], 'many'),
      /bad\.json: network is not valid\. .*embeddingDim/s,
    ],
    'images of another size': [
      changed('tutorial', ['images', 'shape'], [12, 28, 28, 3]),
      /: images\.shape is \[12,28,28,3\]; after the count it must be network\.inputShape, \[28,28,1\]\.$/,
    ],
    'too few bytes of images': [
      changed('tutorial', ['images', 'uint8'], 'AAAA'),
      /: images\.uint8 holds 3 bytes, but the shape needs 9408\.$/,
    ],
    'a missing parameter': [
      changed('tutorial', ['weights', 'head/bias'], undefined),
      /: weights\.head\/bias is missing\.$/,
    ],
    'a parameter too many': [
      changed('tutorial', ['weights', 'head/scale'], {}),
      /: weights\.head\/scale is not a parameter of this network\.$/,
    ],
    'an array of another shape': [
      changed('tutorial', ['weights', 'head/bias'], { shape: [2], float32: 'AAAAAAAAAAA=' }),
      /: weights\.head\/bias\.shape is \[2\], but 1 numbers are needed\.$/,
    ],
    'a short array': [
      changed('tutorial', ['weights', 'head/bias', 'float32'], 'AAA='),
      /: weights\.head\/bias\.float32 holds 2 bytes, but the shape \[1\] needs 4\.$/,
    ],
    'an array that is no base64': [
      changed('tutorial', ['weights', 'head/bias', 'float32'], 'AA?A'),
      /: weights\.head\/bias\.float32 is not base64\.$/,
    ],
    'an image that is not there': [
      changed('tutorial', ['batches', 0, 'left', 1], 12),
      /: batches\[0\]\.left\[1\] is 12; it must be a whole number from 0 to 11\.$/,
    ],
    'lists of different lengths': [
      changed('tutorial', ['batches', 0, 'left'], [1]),
      /: batches\[0\] has lists of different lengths\.$/,
    ],
    'no batch': [
      JSON.stringify({ ...goldenCase('tutorial'), batches: [] }),
      /: batches is empty; at least one is needed\.$/,
    ],
  };
  for (const [what, [content, sentence]] of Object.entries(malformed)) {
    test(`${what} is an input error with a sentence`, async () => {
      const failure = runFolder(folderWith({ 'bad.json': content }));
      await expect(failure).rejects.toThrow(InputError);
      await expect(failure).rejects.toThrow(sentence);
    });
  }

  test('a batch of images takes their classes from the labels of all, and has no distances to compare', async () => {
    const evaluate: BatchLoss['evaluate'] = ({ embeddings }) => ({
      loss: 0,
      correct: 0,
      gradients: new Float64Array(embeddings.length),
    });
    const { title, threshold, trainingAccuracy, measures } = lossOf(contrastive);
    const facts = { title, threshold, trainingAccuracy, measures };
    const loss: BatchLoss = { ...facts, examples: 'classes', looksAt: 'batch', needsHead: false, evaluate };
    const labels = Array.from({ length: 8 }, (_, i) => i % 3);
    const content = { ...goldenCase('contrastive-batchnorm-flatten'), batches: [{ images: [0, 5, 5] }] } as Json;
    const images = (content['images'] as { shape: number[] }).shape[0] as number;
    const withLabels = (count: number): Json => ({
      ...content,
      labels: Array.from({ length: count }, (_, i) => labels[i % 8]),
      expected: { ...(content['expected'] as Json), losses: [0] },
    });
    const table = vi.spyOn(losses, 'contrastive').mockReturnValue(loss as never);
    try {
      const [result] = (await runFolder(folderWith({ 'a.json': JSON.stringify(withLabels(images)) }))) as [CaseResult];
      const names = result.quantities.map(({ name }) => name);
      expect(names).toContain('losses');
      expect(names).not.toContain('distances');
      const short = runFolder(folderWith({ 'a.json': JSON.stringify(withLabels(2)) }));
      await expect(short).rejects.toThrow(`labels has 2 numbers, but there are ${images} images.`);
    } finally {
      table.mockRestore();
    }
  });

  test('a folder that is missing or holds no case is an input error', async () => {
    await expect(runFolder(join(tmpdir(), 'no such folder'))).rejects.toThrow(
      /The folder .*no such folder can't be read: ENOENT/,
    );
    await expect(runFolder(folderWith({}))).rejects.toThrow(/holds no conformance case \(no \*\.json\)\.$/);
  });
});
