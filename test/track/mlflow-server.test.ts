/** Runs sent to a real MLflow server, and read back with MLflow's own client. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, globSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runFiles } from '../../src/record/index.ts';
import { MlflowClient } from '../../src/track/mlflow/client.ts';
import { numberOf } from '../../src/track/mlflow/contents.ts';
import { siamese, start, temporaryFolder, tiny, writeExperiment } from '../commands/siamese.ts';
import { columnsIn, digestOf, jsonIn, settingsIn, summaryIn } from './folder.ts';
import { PythonScript, pythonWith } from './python.ts';

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
  /** key → [step, value, milliseconds]; a value that JSON has no number for as Python writes it */
  readonly metrics: Record<string, [number, number | string, number][]>;
  /** path → SHA-256 */
  readonly artifacts: Record<string, string>;
}

describe.skipIf(typeof python !== 'string')('a real MLflow 3 server', { timeout: 180_000 }, () => {
  const folder = temporaryFolder();
  let server: ChildProcess;
  let client: PythonScript;
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
    const spared = { MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false' }; // processes that runs have no use for
    const options = { detached: true, cwd: folder, env: { ...process.env, ...spared } };
    server = spawn(python as string, args, { stdio: 'ignore', ...options });
    client = new PythonScript(python as string, 'read_mlflow.py', uri);
    while (!(await fetch(`${uri}/health`).catch(() => null))?.ok) await sleep(200);
  }, 180_000);
  afterAll(() => {
    client?.close();
    if (server?.pid !== undefined) process.kill(-server.pid, 'SIGKILL'); // its workers, too
    rmSync(folder, { recursive: true, force: true });
  });

  const readBack = (experiment: string) => client.ask<ReadBack[]>(experiment);
  const write = (name: string, more = '') =>
    writeExperiment(folder, name, `${tiny.replace('name: tiny', `name: ${name}`)}${more}`);
  const env = (experiment: string) => ({ MLFLOW_TRACKING_URI: uri, MLFLOW_EXPERIMENT_NAME: experiment });
  const foldersIn = (runs: string) =>
    readdirSync(runs)
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(runs, name));
  const onlyRun = (runs: string) => foldersIn(runs)[0] as string;
  /** As if no server had ever been there. */
  const copyUnsent = (from: string, to: string) => {
    cpSync(from, to, { recursive: true });
    for (const run of foldersIn(to)) rmSync(join(run, runFiles.mlflow));
  };

  test("has every setting, figure, tag and file of a run, as MLflow's own client reads them", async () => {
    const runs = join(folder, 'whole');
    const track = `track: { mlflow: { uri: '${uri}', experiment: whole, tags: { team: vision, 'größe %': 'a/b' } } }\n`;
    const { code, stdout } = await siamese(['exp', write('whole', track), '--runs', runs]);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`MLflow: ${uri}/#/experiments/`),
    });
    const [read, ...others] = await readBack('whole');
    expect(others).toEqual([]);
    expect(read).toEqual({
      ...expectedOf(onlyRun(runs), { team: 'vision', 'gr_xf6__xdf_e _x25_': 'a/b' }),
      id: expect.any(String),
      status: 'FINISHED',
    });
  });

  test('takes figures that are no numbers', async () => {
    const { signal } = new AbortController();
    const own = new MlflowClient(
      uri,
      { username: null, password: null, token: null, areForAnother: false },
      { requestMilliseconds: 30_000, signal },
    );
    const { run_id } = await own.createRun(await own.ensureExperiment('odd'), { name: 'odd', startTime: 1, tags: [] });
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const metrics = odd.map((value, step) => ({ key: 'loss', value: numberOf(value), timestamp: 1, step }));
    await own.logBatch(run_id, { params: [], tags: [], metrics });
    const [read] = await readBack('odd');
    const largest = Number.MAX_VALUE; // as MLflow's databases keep infinity
    expect(read?.metrics['loss']?.map(([, value]) => value)).toEqual(['nan', largest, -largest]);
  });

  test('has one run for what a person stopped, went on with, and gave more epochs', async () => {
    const runs = join(folder, 'resumed');
    const { child, ended, seen } = start(['exp', write('resumed'), 'training.epochs=40', '--runs', runs], {
      env: env('resumed'),
    });
    await seen('epoch  2/40');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    const [stopped] = await readBack('resumed');
    expect(stopped).toMatchObject({
      status: 'KILLED',
      params: { 'training.epochs': '40' },
      tags: { 'siamese.status': 'stopped' },
    });
    const { code, stderr } = await siamese(['resume', 'latest', 'training.epochs=45', '--runs', runs]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [resumed, ...others] = await readBack('resumed');
    expect(others).toEqual([]);
    const expected = expectedOf(onlyRun(runs));
    const summaries = Object.keys(summaryIn(onlyRun(runs))).map((key) => [
      key,
      [...(stopped?.metrics[key] ?? []), ...(expected.metrics[key] ?? [])], // of when it was stopped, too
    ]);
    expect(resumed).toEqual({
      ...expected,
      id: stopped?.id,
      status: 'FINISHED',
      params: { ...expected.params, 'training.epochs': '40' }, // MLflow lets none change
      metrics: { ...expected.metrics, ...Object.fromEntries(summaries) },
    });
    expect(resumed?.metrics['loss']).toHaveLength(45);
    expect(resumed?.metrics['best.epoch']).toHaveLength(2);
    rmSync(join(onlyRun(runs), runFiles.mlflow)); // then it is the server that knows what it has
    expect(await siamese(['sync', 'latest', '--runs', runs], { env: env('resumed') })).toMatchObject({ code: 0 });
    expect(await readBack('resumed')).toEqual([resumed]);
  });

  test('shows a sweep as one run with its trials below, though they ran at once, and the same where it came late', async () => {
    const [runs, later] = [join(folder, 'sweep'), join(folder, 'later')];
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
    for (const run of foldersIn(runs)) {
      const trial = trials.find(({ tags }) => tags['siamese.folder'] === basename(run));
      const expected = expectedOf(run, { 'mlflow.parentRunId': parents[0]?.id as string });
      expect(trial).toEqual({ ...expected, id: expect.any(String), status: 'FINISHED' });
    }
    expect(parents[0]?.endTime).toBe(Math.max(...trials.map(({ endTime }) => endTime as number)));

    copyUnsent(runs, later);
    for (const _ of [1, 2]) {
      const synced = await siamese(['sync', '*', '--runs', later], { env: env('later') });
      expect(synced).toMatchObject({ code: 0, stderr: '' });
    }
    expect(withoutIds(await readBack('later'))).toEqual(withoutIds(read));
  });

  test('says that an experiment is in its bin, and the run stays where it is', async () => {
    const { experiment } = (await ask('experiments/get-by-name?experiment_name=whole')) as {
      experiment: { experiment_id: string };
    };
    await ask('experiments/delete', { experiment_id: experiment.experiment_id });
    const runs = join(folder, 'whole');
    const { code, stderr } = await siamese(['sync', 'whole', '--runs', runs]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `MLflow at ${uri} has experiment whole in its bin: restore it there, or give another name as track.mlflow.experiment.\n`,
    });
    await ask('experiments/restore', { experiment_id: experiment.experiment_id });
    expect(await siamese(['sync', 'whole', '--runs', runs])).toMatchObject({ code: 0, stderr: '' });
  });

  const ask = async (path: string, body?: object): Promise<unknown> => {
    const options = { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
    const answer = await fetch(`${uri}/api/2.0/mlflow/${path}`, body === undefined ? {} : options);
    expect(answer.ok).toBe(true);
    return answer.json();
  };
});

/** What the server chose itself is left out; so is when a sweep's run began, which depends on who came first. */
function withoutIds(runs: readonly ReadBack[]): object[] {
  const names = new Map(runs.map(({ id, name }) => [id, name]));
  return runs
    .map(({ id: _, tags, startTime, ...rest }) => ({
      ...rest,
      tags: { ...tags, parent: names.get(tags['mlflow.parentRunId'] ?? ''), 'mlflow.parentRunId': undefined },
      startTime: tags['mlflow.parentRunId'] === undefined ? null : startTime,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** All that MLflow is to have of a run that has ended, but its status: read from the folder, as naively as can be. */
function expectedOf(run: string, moreTags: Record<string, string> = {}): Omit<ReadBack, 'id' | 'status'> {
  const record = jsonIn(run, runFiles.run);
  const { engine, fingerprints, git, result, sweep } = record;
  const start = Date.parse(record.startedAt);
  const columns = columnsIn(run);
  const times = (columns['seconds'] ?? []).map(([epoch]) => {
    const seconds = columns['seconds']?.filter(([each]) => each <= epoch).map(([, value]) => value);
    return Math.round((seconds ?? []).reduce((time, each) => time + 1000 * each, start));
  });
  const byEpoch = Object.entries(columns).map(([key, rows]) => [
    key,
    rows.map(([epoch, value], i) => [epoch, value, times[i]]),
  ]);
  const atTheEnd = Object.entries(summaryIn(run)).map(([key, value]) => [
    key,
    [[result.last.epoch, value, times.at(-1)]],
  ]);
  const name = sweep === null ? record.name : sweep.trial;
  const tags = {
    'mlflow.runName': name,
    'mlflow.source.name': record.launch.command.join(' '),
    'mlflow.source.type': 'LOCAL',
    'mlflow.source.git.commit': git?.commit,
    'siamese.run': expect.stringMatching(/^[0-9a-f]{32}$/),
    'siamese.folder': basename(run),
    'siamese.status': record.status,
    'siamese.reason': record.reason,
    'siamese.hash': record.hash,
    'siamese.weightsHash': record.weightsHash,
    'siamese.epochs': record.epochs,
    'siamese.accuracy': record.accuracyMeans.validation,
    'siamese.fingerprint.data': fingerprints.data,
    'siamese.fingerprint.trainPairs': fingerprints.trainPairs,
    'siamese.fingerprint.validationPairs': fingerprints.validationPairs,
    'siamese.engine': engine.name,
    'siamese.engine.build': engine.build,
    'siamese.engine.arithmetic': engine.arithmetic,
    'siamese.engine.device': engine.device.name,
    'siamese.engine.threads': engine.threads,
    'siamese.best.epoch': result.best.epoch,
    'siamese.best.valLoss': result.best.valLoss,
    'siamese.best.valAccuracy': result.best.valAccuracy,
    'siamese.version': record.versions.siameseLab,
    'siamese.node': record.versions.node,
    'siamese.git.dirty': git?.dirty,
    'siamese.sweep': sweep?.name,
    'siamese.sweep.hash': sweep?.hash,
    'siamese.trial': sweep?.trial,
    ...moreTags,
  };
  const known = Object.entries(tags).filter(([, value]) => value !== null && value !== undefined);
  const files = globSync('**', { cwd: run, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(run.length + 1))
    .filter((path) => !/^(run\.json|mlflow\.json|checkpoint|\.)/.test(path));
  expect(files).toHaveLength(13);
  return {
    name,
    startTime: start,
    endTime: Date.parse(record.endedAt),
    params: settingsIn(run),
    tags: Object.fromEntries(
      known.map(([key, value]) => [key, typeof value === 'object' ? value : String(value)]),
    ) as Record<string, string>,
    metrics: Object.fromEntries([...byEpoch, ...atTheEnd]),
    artifacts: Object.fromEntries(files.map((path) => [path, digestOf(join(run, path))])),
  };
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
