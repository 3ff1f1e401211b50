import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRun, readDetails, runFiles } from '../../src/record/index.ts';
import { checkout, siamese, temporaryFolder } from './siamese.ts';

/** The run folders of an earlier version, as test/fixtures has them: see the README there. */
let directory: string;
let runs: string;
beforeEach(() => {
  directory = temporaryFolder();
  runs = join(directory, 'runs');
  cpSync(join(checkout, 'test/fixtures/runs-0.1.0'), runs, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const ask = async (...args: string[]) => {
  const { code, stdout, stderr } = await siamese([...args, '--runs', runs], { directory });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};
const bytesOf = (folder: string, file: string) => readFileSync(join(runs, folder, file));
const hashOf = (folder: string) => openRun(join(runs, folder)).run.weightsHash;
/** The columns that the earlier version wrote, but for the time that its epochs took. */
function rowsOf(folder: string): string[][] {
  const lines = bytesOf(folder, runFiles.metrics).toString().trimEnd().split('\n');
  const rows = lines.map((line) => line.split(','));
  const columns = ['epoch', 'step', 'loss', 'accuracy', 'valLoss', 'valAccuracy', 'learningRate'];
  return rows.map((row) => columns.map((column) => row[rows[0]?.indexOf(column) ?? -1] ?? ''));
}

describe('runs of an earlier version', () => {
  it('are listed with all their figures', async () => {
    const columns = 'folder,status,epoch,loss,valAccuracy,best.valLoss,auc,best.dPrime';
    expect((await ask('runs', '--csv', '--columns', columns)).trimEnd().split('\n')).toEqual([
      columns,
      'triplets,completed,2,0.25010424017950583,0.655,0.2810584177309652,0.672,0.6472914463639264',
      'stopped,stopped,1,0.6894066054913383,0.525,0.6878250705090803,0.5782,0.33823592243183204',
      'completed,completed,2,0.6812124824223688,0.585,0.6753264337324245,0.6265,0.4683650963641873',
    ]);
  });

  it('are read to the last bit of every epoch', () => {
    const found = ['completed', 'stopped', 'triplets'].map((folder) => openRun(join(runs, folder)));
    const { runs: read, unreadable } = readDetails({ runs: found, unreadable: [] });
    expect(unreadable).toEqual([]);
    for (const run of read) {
      const [header = '', ...lines] = bytesOf(run.folder, runFiles.metrics).toString().trimEnd().split('\n');
      const rows = lines.map((line) => {
        const cells = line.split(',');
        return Object.fromEntries(header.split(',').map((column, i) => [column, Number(cells[i])]));
      });
      expect(run.metrics()).toEqual(rows);
      expect(run.run.result?.last).toEqual(rows.at(-1));
      expect(run.evaluation?.last.epoch).toBe(rows.length);
    }
  });

  it('are compared', async () => {
    const { contrast } = JSON.parse(await ask('compare', 'completed', 'triplets', '--json'));
    expect(contrast).toMatchObject({
      comparable: expect.arrayContaining(['dPrime', 'auc']),
      incomparable: [
        'Accuracy in B is at the threshold best for these very pairs, which is optimistic; in A it is at a threshold fixed beforehand.',
      ],
      b: { last: { epoch: 2, valAccuracy: 0.655, auc: 0.672 } },
    });
    const text = await ask('compare', 'completed', 'stopped', 'triplets', '--metric', 'auc');
    expect(text).toMatch(/^2 experiments in 3 runs, by AUC after the last epoch$/m);
    expect(text).toMatch(/ 0\.6720\b.*\n.* 0\.6265\b/);
  });

  it('go on, where they were stopped, to the bits that the earlier version came to', async () => {
    await ask('resume', 'stopped');
    expect(openRun(join(runs, 'stopped')).status).toBe('completed');
    expect(hashOf('stopped')).toBe(hashOf('completed'));
    expect(rowsOf('stopped')).toEqual(rowsOf('completed'));
    for (const file of [runFiles.evaluation, runFiles.weights, runFiles.modelJson, runFiles.verifier])
      expect(bytesOf('stopped', file), file).toEqual(bytesOf('completed', file));
  });

  it.each(['completed', 'triplets'])('go on for more epochs, and keep the ones before: %s', async (folder) => {
    const before = rowsOf(folder);
    await ask('resume', folder, 'training.epochs=3');
    const rows = rowsOf(folder);
    expect(rows.slice(0, before.length)).toEqual(before);
    expect(rows).toHaveLength(4);
  });
});
