/** Runs sent to a real MLflow server, and read back with MLflow's own client. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, globSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { siamese, start, temporaryFolder, tiny, writeExperiment } from '../commands/siamese.ts';
import { pythonWith, readByPython } from './python.ts';

const python = await pythonWith('mlflow', ['mlflow>=3,<4']);
if (typeof python !== 'string') console.warn(`NOT TESTED against MLflow: ${python.why}`);

interface ReadBack {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly params: Record<string, string>;
  readonly tags: Record<string, string>;
  /** key → [step, value as Python writes it, milliseconds] */
  readonly metrics: Record<string, [number, string, number][]>;
  /** path → SHA-256 */
  readonly artifacts: Record<string, string>;
}

describe.skipIf(typeof python !== 'string')('a real MLflow 3 server', { timeout: 180_000 }, () => {
  const folder = temporaryFolder();
  let server: ChildProcess;
  let uri: string;

  beforeAll(async () => {
    const port = await freePort();
    uri = `http://127.0.0.1:${port}`;
    const store = [
      '--backend-store-uri',
      `sqlite:///${folder}/mlflow.db`,
      '--artifacts-destination',
      `${folder}/files`,
    ];
    const args = ['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1', ...store];
    server = spawn(python as string, args, { stdio: 'ignore', detached: true, cwd: folder });
    while (!(await fetch(`${uri}/health`).catch(() => null))?.ok) await sleep(200);
  }, 180_000);
  afterAll(() => {
    if (server?.pid !== undefined) process.kill(-server.pid, 'SIGKILL'); // its workers, too
    rmSync(folder, { recursive: true, force: true });
  });

  const readBack = (experiment: string) =>
    readByPython<ReadBack[]>(python as string, 'read_mlflow.py', uri, experiment);

  const write = (name: string, more = '') =>
    writeExperiment(folder, name, `${tiny.replace('name: tiny', `name: ${name}`)}${more}`);
  const env = (experiment: string) => ({ MLFLOW_TRACKING_URI: uri, MLFLOW_EXPERIMENT_NAME: experiment });
  const onlyRun = (runs: string) => join(runs, readdirSync(runs).filter((name) => !name.startsWith('.'))[0] as string);

  test("has every setting, figure, tag and file of a run, as MLflow's own client reads them", async () => {
    const runs = join(folder, 'whole');
    const track = `track: { mlflow: { uri: '${uri}', experiment: whole, tags: { team: vision, 'größe %': 'a/b' } } }\n`;
    const { code, stdout } = await siamese(['exp', write('whole', track), '--runs', runs]);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`MLflow: ${uri}/#/experiments/`),
    });
    const run = onlyRun(runs);
    const [read, ...others] = await readBack('whole');
    expect(others).toEqual([]);

    const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8'));
    expect(read).toMatchObject({
      name: 'whole',
      status: 'FINISHED',
      startTime: Date.parse(record.startedAt),
      endTime: Date.parse(record.endedAt),
      tags: {
        team: 'vision',
        'gr_xf6__xdf_e _x25_': 'a/b',
        'siamese.hash': record.hash,
        'siamese.weightsHash': record.weightsHash,
        'siamese.engine': record.engine.name,
        'siamese.fingerprint.data': record.fingerprints.data,
        'siamese.fingerprint.trainPairs': record.fingerprints.trainPairs,
        'siamese.fingerprint.validationPairs': record.fingerprints.validationPairs,
        'mlflow.source.git.commit': record.git.commit,
      },
    });
    expect(read?.params).toEqual(leavesOf(parse(readFileSync(join(run, 'resolved.yaml'), 'utf8'))));

    const [header = '', ...rows] = readFileSync(join(run, 'metrics.csv'), 'utf8').trim().split('\n');
    const columns = header.split(',');
    expect(Object.keys(read?.metrics ?? {}).sort()).toEqual(columns.filter((column) => column !== 'epoch').sort());
    for (const [i, column] of columns.entries()) {
      if (column === 'epoch') continue;
      const expected = rows.map((row) => [Number(row.split(',')[0]), Number(row.split(',')[i])]);
      expect(read?.metrics[column]?.map(([step, value]) => [step, Number(value)])).toEqual(expected);
    }

    const sent = globSync('**', { cwd: run, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(run.length + 1))
      .filter((path) => !/^(run\.json|mlflow\.json|checkpoint|\.)/.test(path));
    expect(sent).toHaveLength(13);
    expect(read?.artifacts).toEqual(Object.fromEntries(sent.map((path) => [path, digestOf(join(run, path))])));
  });

  test('has the same of a run whose server came late, once that is synced; twice makes no difference', async () => {
    const [along, later] = [join(folder, 'along'), join(folder, 'later')];
    expect((await siamese(['exp', write('late'), '--runs', along], { env: env('along') })).code).toBe(0);
    cpSync(along, later, { recursive: true });
    rmSync(join(onlyRun(later), 'mlflow.json')); // as if there had been none
    for (const _ of [1, 2]) {
      const { code, stdout, stderr } = await siamese(['sync', 'late', '--runs', later], { env: env('later') });
      expect({ code, stdout, stderr }).toMatchObject({ code: 0, stderr: '' });
    }
    const [expected, read] = [await readBack('along'), await readBack('later')];
    expect(read).toHaveLength(1);
    expect(read).toEqual(expected.map((run) => ({ ...run, id: read[0]?.id })));
  });

  test('goes on with the same run after a Ctrl-C and resume', async () => {
    const runs = join(folder, 'resumed');
    const { child, ended, seen } = start(['exp', write('resumed'), 'training.epochs=300', '--runs', runs], {
      env: env('resumed'),
    });
    await seen('epoch   2/300');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    const [stopped] = await readBack('resumed');
    expect(stopped).toMatchObject({ status: 'KILLED', tags: { 'siamese.status': 'stopped' } });
    const { code, stderr } = await siamese(['resume', 'latest', '--runs', runs], { env: env('resumed') });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [resumed, ...others] = await readBack('resumed');
    expect(others).toEqual([]);
    expect(resumed).toMatchObject({ id: stopped?.id, status: 'FINISHED' });
    expect(resumed?.metrics['loss']?.map(([step]) => step)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  });

  test('shows a sweep as one run with its trials below, though they ran at once', async () => {
    const runs = join(folder, 'sweep');
    const file = write('small-sweep', 'sweep: { grid: { seed: [1, 2], network.embeddingDim: [2, 3] } }\n');
    const { code, stderr } = await siamese(['exp', file, '--runs', runs, '--parallel', '2'], { env: env('sweep') });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const read = await readBack('sweep');
    const parents = read.filter(({ tags }) => tags['mlflow.parentRunId'] === undefined);
    expect(parents).toMatchObject([{ name: 'small-sweep', status: 'FINISHED' }]);
    const trials = read.filter(({ tags }) => tags['mlflow.parentRunId'] === parents[0]?.id);
    expect(trials.map(({ name }) => name).sort()).toEqual([
      'seed=1 network.embeddingDim=2',
      'seed=1 network.embeddingDim=3',
      'seed=2 network.embeddingDim=2',
      'seed=2 network.embeddingDim=3',
    ]);
    expect(trials.map(({ status }) => status)).toEqual(Array(4).fill('FINISHED'));
  });
});

/** A naive oracle: every setting under its key path. */
function leavesOf(value: unknown, path = ''): Record<string, string> {
  if (Array.isArray(value) && !value.some((item) => typeof item === 'object' && item !== null))
    return { [path]: JSON.stringify(value) };
  if (typeof value !== 'object' || value === null) return { [path]: String(value) };
  const found = Object.entries(value)
    .filter(([key]) => path !== '' || key !== 'track')
    .map(([key, item]) => leavesOf(item, path === '' ? key : `${path}.${key}`));
  return Object.assign({}, ...found);
}

const digestOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
