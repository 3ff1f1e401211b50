/** What becomes of a run's tracking when the server, or the way to it, fails: what is said, and what is there in the end. */
import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Experiment, hashExperiment, type Trial } from '../../src/experiment/index.ts';
import { createRunFolder, openRun, runFiles } from '../../src/record/index.ts';
import { openPlot } from '../../src/report/index.ts';
import { tellerOf } from '../../src/text/index.ts';
import { batchesOf, legalKey, openTrackers, type Patience, syncWithMlflow } from '../../src/track/index.ts';
import type { TrainingEvent } from '../../src/training/index.ts';
import { checkpoint, end, epoch, loaded, requestIn, start, temporaryFolder } from '../record/fixtures.ts';
import { FaultServer, type Request } from './fault-server.ts';

/** A server that answers is waited for so long that no busy machine makes it look like one that doesn't. */
const patience: Patience = {
  requestMilliseconds: 30_000,
  firstPauseMilliseconds: 20,
  longestPauseMilliseconds: 50,
  lastAttempts: 3,
  silenceMilliseconds: 30_000,
  finishMilliseconds: 50_000,
  noticeMilliseconds: 60_000,
};
/** For a server that never answers. */
const withSilence: Patience = {
  ...patience,
  requestMilliseconds: 300,
  silenceMilliseconds: 2000,
  finishMilliseconds: 10_000,
};

let server: FaultServer;
let runsFolder: string;
beforeEach(async () => {
  server = new FaultServer();
  await server.start();
  runsFolder = temporaryFolder();
});
afterEach(async () => {
  await server.stop();
  rmSync(runsFolder, { recursive: true, force: true });
});

type Env = Record<string, string>;

/** A run of two epochs whose training takes no time. `between` is waited for after each of them. */
async function trackRun(
  between: (epoch: number, said: readonly string[]) => unknown = () => {},
  env: Env = {},
  change: { uri?: null; trial?: Trial; experiment?: Experiment; patience?: Patience; command?: string[] } = {},
) {
  const { uri = server.uri, trial = null, experiment: base = loaded.experiment, command = [] } = change;
  const track = { tensorboard: false, mlflow: { uri, experiment: 'faults', tags: { 'größe %': 'a/b' } } };
  const experiment = { ...base, track };
  const request = { loaded: { ...loaded, experiment, hash: hashExperiment(experiment), trial } };
  const folder = createRunFolder(requestIn(runsFolder, request));
  const said: string[] = [];
  const say = (line: string) => {
    said.push(
      line
        .replaceAll(server.uri, 'URI')
        .replaceAll(folder.folder, 'FOLDER')
        .replace(/\/#\/.*/, '/#/PAGE'),
    );
    folder.log(line);
  };
  const plot = openPlot({ experiment, folder, before: [] }, { warn: say });
  let trackers: ReturnType<typeof openTrackers> = [];
  const take = (event: TrainingEvent) => {
    plot.take(event);
    folder.take(event);
    if (event.type === 'start')
      trackers = openTrackers(
        { experiment, folder, before: [], env, command, patience: change.patience ?? patience },
        tellerOf(say),
      );
    for (const tracker of trackers) expect(tracker.take(event)).toBeUndefined(); // nothing to wait for
  };
  take(start);
  for (const number of [1, 2]) {
    take(epoch(number));
    take(checkpoint(number));
    await between(number, said);
  }
  take(end(2));
  const outcome = { status: 'completed', reason: 'allEpochs' } as const;
  await plot.finish?.(outcome);
  folder.finish(outcome);
  for (const tracker of trackers) await tracker.finish?.(outcome);
  return { folder: folder.folder, said };
}

const sync = (
  folder: string,
  { env = {} as Env, signal = new AbortController().signal, uri = undefined as string | undefined } = {},
) => syncWithMlflow({ found: openRun(folder), env, uri, signal, patience, teller: { say() {} } });

/** What a sound server holds that is sent all of it at once, at the end. */
async function expectedOf(folder: string): Promise<object[]> {
  const sound = new FaultServer();
  await sound.start();
  const copy = join(temporaryFolder(), basename(folder));
  cpSync(folder, copy, { recursive: true });
  await sync(copy, { uri: sound.uri });
  await sound.stop();
  rmSync(dirname(copy), { recursive: true });
  return sound.contents();
}

test('a sound server has everything of a run at its end, and each figure once', async () => {
  const { folder, said } = await trackRun();
  expect(said).toEqual(['MLflow: URI/#/PAGE']);
  const [run, ...others] = server.contents() as Record<string, object>[];
  expect(others).toEqual([]);
  expect(run).toMatchObject({
    name: 'small-one',
    experiment: 'faults',
    status: 'FINISHED',
    endTime: Date.parse(openRun(folder).run.endedAt as string),
    params: { 'network.blocks.0.filters': '4', 'training.optimizer.learningRate': '0.001', seed: '42' },
    tags: { 'siamese.hash': loaded.hash, 'gr_xf6__xdf_e _x25_': 'a/b', 'siamese.fingerprint.data': 'd' },
  });
  expect(run?.['metrics']).toHaveLength(2 * 7 + 9); // a row an epoch, and the summary
  const files = ['experiment.yaml', 'resolved.yaml', 'plot.svg', 'plot.png', 'model/weights.bin', 'log.txt'];
  expect(Object.keys(run?.['artifacts'] ?? {})).toEqual(expect.arrayContaining(files));
  expect(server.contents()).toEqual(await expectedOf(folder));
});

const outage = { status: 500, body: '{"error_code": "INTERNAL_ERROR", "message": "out of order"}' };
/** Of every two requests about one, in no pattern. */
const isOdd = ({ number }: Request): boolean => Math.imul(number + 1, 0x9e3779b1) >>> 31 === 1;
const until = async (condition: () => boolean) => {
  for (const began = performance.now(); !condition(); await sleep(5))
    if (performance.now() - began > 40_000) throw new Error(`40 s have not brought about ${condition}.`);
};
const isDown = "MLflow at URI doesn't answer: the connection is refused.";
const breaksOff = "MLflow at URI doesn't answer: its answer is not whole.";
const isOut = 'MLflow at URI is in trouble (500): out of order.';
const isSilent = "MLflow at URI doesn't answer: no answer in time.";
const isStrange = 'MLflow at URI answers, but not as MLflow does; is the address right?';
const hasMoved = 'MLflow at URI sends us elsewhere (301); give the address where it is itself.';
const isLocked =
  'MLflow at URI lets nobody in with these credentials (401): set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.';
const isForbidden =
  'MLflow at URI forbids it (403): Permission denied. Do the credentials in MLFLOW_TRACKING_USERNAME or MLFLOW_TRACKING_TOKEN allow writing there?';
const goesOn = 'Training goes on; it is tried again.';
const isMissing = 'Not all of this run has arrived; npm run sync FOLDER sends the rest.';

interface Case {
  readonly title: string;
  fault?(request: Request): ReturnType<FaultServer['fault']>;
  before?(): Promise<unknown>;
  between?(epoch: number, said: readonly string[]): Promise<unknown>;
  readonly patience?: Patience;
  /** undefined: that depends on chance */
  readonly said?: readonly string[];
  /** whether all is there without a sync */
  readonly isWhole: boolean;
}

const cases: Case[] = [
  {
    title: 'a server that is down all the time',
    before: () => server.stop(),
    said: [`${isDown} ${goesOn}`, `${isDown} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'a server that comes up while the run goes on',
    before: () => server.stop(),
    between: async (number, said) => {
      if (number === 1) await until(() => said.length > 0);
      else await server.start();
    },
    said: [`${isDown} ${goesOn}`, 'MLflow at URI answers again.', 'MLflow: URI/#/PAGE'],
    isWhole: true,
  },
  {
    title: 'a server that dies while the run goes on',
    between: async (number, said) => {
      await until(() => said.length >= number);
      if (number === 1) await server.stop();
    },
    said: [
      'MLflow: URI/#/PAGE',
      expect.stringMatching(/the connection (broke|is refused)\. Training goes on/),
      `${isDown} ${isMissing}`,
    ],
    isWhole: false,
  },
  {
    title: 'a server that comes back without its memory',
    between: async (number, said) => {
      if (number === 1) await until(() => said.length > 0);
      else server.forgetEverything();
    },
    said: ['MLflow: URI/#/PAGE', 'MLflow: URI/#/PAGE'],
    isWhole: true,
  },
  {
    title: 'a server that answers 500 to half of all requests',
    fault: (request) => (isOdd(request) ? outage : 'none'),
    isWhole: false,
  },
  {
    title: 'a server that answers 500 to everything',
    fault: () => outage,
    said: [`${isOut} ${goesOn}`, `${isOut} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'a server that does what it is asked, and breaks the connection to half of all requests',
    fault: (request) => (isOdd(request) ? 'lost' : 'none'),
    isWhole: false,
  },
  {
    title: 'a server that takes a request and is silent',
    fault: () => 'silent',
    patience: withSilence,
    said: [`${isSilent} ${goesOn}`, `${isSilent} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'a server whose answers never end',
    fault: () => 'dripping',
    patience: withSilence,
    said: [`${isSilent} ${goesOn}`, `${isSilent} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'a server that takes its time',
    fault: () => 'late',
    said: ['MLflow: URI/#/PAGE'],
    isWhole: true,
  },
  {
    title: 'a server whose answers break off',
    fault: () => 'torn',
    said: [`${breaksOff} ${goesOn}`, `${breaksOff} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'a server whose answers are half of what they should be',
    fault: () => ({ status: 200, body: '{"experiment": {"exp', headers: { 'Content-Type': 'application/json' } }),
    said: [`${isStrange} ${goesOn}`, `${isStrange} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'something else at the address',
    fault: () => ({ status: 200, body: '<html>Welcome to nginx!</html>' }),
    said: [`${isStrange} ${goesOn}`, `${isStrange} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'a gateway whose server is gone',
    fault: () => ({ status: 404, body: 'page not found' }),
    said: [
      expect.stringContaining('MLflow at URI answers 404, but not as MLflow does;'),
      expect.stringContaining(isMissing),
    ],
    isWhole: false,
  },
  {
    title: 'a server that moved',
    fault: () => ({ status: 301, body: '', headers: { Location: 'https://elsewhere.example/' } }),
    said: [`${hasMoved} Training goes on without it.`, `${hasMoved} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'a server that wants to know who it is',
    fault: () => ({ status: 401, body: 'You are not authenticated.' }),
    said: [`${isLocked} Training goes on without it.`, `${isLocked} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'a server that forbids it from the middle of a run',
    fault: ({ number }) => (number < 6 ? 'none' : { status: 403, body: 'Permission denied' }),
    between: async (number, said) => {
      await until(() => said.length >= number);
    },
    said: ['MLflow: URI/#/PAGE', `${isForbidden} Training goes on without it.`, `${isForbidden} ${isMissing}`],
    isWhole: false,
  },
  {
    title: 'a server that takes no files',
    fault: ({ what }) => (what.startsWith('PUT') ? { status: 413, body: 'too large' } : 'none'),
    said: ['MLflow: URI/#/PAGE', expect.stringMatching(/413.* The files stay in the run folder\.$/)],
    isWhole: false,
  },
  {
    title: 'a server that no longer keeps files itself',
    fault: ({ what }) =>
      what.startsWith('PUT') ? { status: 503, body: 'disabled: the server runs with `--no-serve-artifacts`' } : 'none',
    said: [
      'MLflow: URI/#/PAGE',
      "MLflow at URI doesn't take files itself but keeps them at a place of their own; start it with --artifacts-destination, for new experiments. The files stay in the run folder.",
    ],
    isWhole: false,
  },
  {
    title: 'a server that breaks off a file when the run has ended',
    fault: (() => {
      let plots = 0;
      return ({ what }: Request) => (what.endsWith('plot.png') && plots++ === 0 ? 'cut' : 'none');
    })(),
    said: ['MLflow: URI/#/PAGE'],
    isWhole: true,
  },
];

describe('training neither waits nor fails, and nothing is lost or doubled', () => {
  test.each(cases)('$title', async ({ fault, before, between, patience: its = patience, said: expected, isWhole }) => {
    if (fault !== undefined) server.fault = fault;
    await before?.();
    const heard = (_: number, said: readonly string[]) => until(() => said.length > 0); // and not only at its end
    const { folder, said } = await trackRun(
      between ?? (expected === undefined ? undefined : heard),
      {},
      { patience: its },
    );
    if (expected !== undefined) expect(said).toEqual(expected);
    expect(openRun(folder)).toMatchObject({ status: 'completed' });
    if (!isWhole) {
      server.fault = () => 'none';
      await server.stop();
      await server.start();
      await sync(folder);
    }
    expect(server.contents()).toEqual(await expectedOf(folder));
  });
});

test('a person is told of what is waited for, and a server that one run has given up keeps the next one less', async () => {
  server.fault = () => 'silent';
  const ofSilence = { ...withSilence, requestMilliseconds: 200, noticeMilliseconds: 100 };
  const first = await trackRun(undefined, {}, { patience: ofSilence });
  const waits = "MLflow at URI hasn't all of this run yet; it is waited for, 10 s at most.";
  expect(first.said).toContain(waits);
  const requests = server.requests.length;
  const second = await trackRun(undefined, {}, { patience: ofSilence });
  expect(second.said.at(-1)).toBe(`${isSilent} ${isMissing}`);
  expect(server.requests.length - requests).toBeLessThan(requests);
});

test.each([
  ['in seconds', 429, () => '1', 'asks for fewer requests (429).'],
  ['as a date', 503, () => new Date(Date.now() + 2000).toUTCString(), 'is in trouble (503).'],
])('a server that is busy is left alone for as long as it says, %s', async (_, status, retryAfter, said0) => {
  const busy: number[] = [];
  server.fault = ({ what, at }) => {
    if (what !== 'POST runs/create' || busy.length > 0) return 'none';
    busy.push(at);
    return { status, body: '', headers: { 'Retry-After': retryAfter() } }; // a date has whole seconds
  };
  const { folder, said } = await trackRun((_, said) => until(() => said.length > 0));
  expect(said[0]).toBe(`MLflow at URI ${said0} ${goesOn}`);
  const next = server.requests.filter(({ at }) => at > (busy[0] as number))[0];
  expect((next as Request).at - (busy[0] as number)).toBeGreaterThan(900);
  expect(server.contents()).toEqual(await expectedOf(folder));
});

test('whichever answer is lost, and whoever goes on, the server has each run and figure once', async () => {
  await server.stop();
  const { folder } = await trackRun();
  await server.start();
  const expected = await expectedOf(folder);
  const untouched = readFileSync(join(folder, runFiles.mlflow));
  await sync(folder);
  const requests = server.requests.length;
  expect(requests).toBeGreaterThan(15);
  for (const forgets of [false, true]) {
    for (let last = 0; last < requests; last++) {
      server.forgetEverything();
      server.requests.length = 0;
      writeFileSync(join(folder, runFiles.mlflow), untouched);
      const kill = new AbortController(); // as if the process were gone
      server.fault = ({ number }) => {
        if (number < last) return 'none';
        kill.abort();
        return 'lost';
      };
      await expect(sync(folder, { signal: kill.signal })).rejects.toThrow("doesn't answer");
      server.fault = () => 'none';
      if (forgets) rmSync(join(folder, runFiles.mlflow)); // then it is the server that knows
      await sync(folder);
      expect(server.contents()).toEqual(expected);
    }
  }
});

test('what has arrived is not sent again', async () => {
  const { folder } = await trackRun();
  server.requests.length = 0;
  expect(await sync(folder)).toMatchObject({ epochs: 0, artifacts: 0, problem: null });
  expect(server.requests.map(({ what }) => what)).toEqual(['GET experiments/get-by-name', 'GET runs/get']);
});

test('a run whose server was given up can be sent while it trains', async () => {
  server.fault = () => ({ status: 401, body: '' });
  let path = '';
  const { folder, said } = await trackRun(async (_, said) => {
    await until(() => said.length > 0);
    server.fault = () => 'none';
    path = join(runsFolder, readdirSync(runsFolder).find((name) => name.includes('small-one')) as string);
    await sync(path);
  });
  expect(said.at(-1)).toContain(isMissing); // its end
  expect([...server.runs.values()]).toMatchObject([{ status: 'RUNNING', endTime: null }]);
  await sync(folder);
  expect(server.contents()).toEqual(await expectedOf(folder));
});

test('where it can not be noted what has arrived, nothing more is sent, and training goes on', async () => {
  const { folder, said } = await trackRun(async (number, said) => {
    await until(() => said.length > 0);
    const [name] = readdirSync(runsFolder).filter((name) => name.includes('small-one'));
    const note = join(runsFolder, name as string, runFiles.mlflow);
    if (number === 1) {
      rmSync(note);
      mkdirSync(note);
    }
  });
  expect(said.slice(1)).toEqual([
    expect.stringMatching(/mlflow\.json could not be written: .* Training goes on without it\.$/),
    expect.stringContaining(isMissing),
  ]);
  rmSync(join(folder, runFiles.mlflow), { recursive: true });
  await sync(folder, { env: { MLFLOW_TRACKING_URI: server.uri } });
  expect(server.contents()).toEqual(await expectedOf(folder));
});

test('a second process that sends the same run is told of the first', async () => {
  await server.stop();
  const { folder } = await trackRun();
  await server.start();
  const first = sync(folder);
  await expect(sync(folder)).rejects.toThrow(/is being sent by process \d+ on .* already\.$/);
  await first;
});

describe('a sweep has a run of its own, with its trials below', () => {
  const trainTrial = async (seed: number, sweepHash = 'of this one') => {
    const trial = { sweep: 'small', sweepHash, values: { seed }, label: `seed=${seed}`, budget: null };
    return (await trackRun(undefined, {}, { trial, experiment: { ...loaded.experiment, seed } })).folder;
  };
  const parents = () => [...server.runs.values()].filter(({ tags }) => !tags.has('mlflow.parentRunId'));
  const trialsBelow = ({ id }: { id: string }) =>
    [...server.runs.values()].filter(({ tags }) => tags.get('mlflow.parentRunId') === id).map(({ name }) => name);

  test('though they start at once', async () => {
    await server.stop();
    const folders = [await trainTrial(1), await trainTrial(2), await trainTrial(3)];
    await server.start();
    await Promise.all(folders.map((folder) => sync(folder)));
    expect(parents()).toMatchObject([{ name: 'small', status: 'FINISHED' }]);
    expect(parents().map(trialsBelow)).toEqual([expect.arrayContaining(['seed=1', 'seed=2', 'seed=3'])]);
  });

  test('which another sweep of its name does not share, and which it finds again when it goes on', async () => {
    await trainTrial(1);
    await trainTrial(2, 'of another');
    await trainTrial(3);
    expect(parents()).toMatchObject([{ name: 'small' }, { name: 'small' }]);
    expect(parents().map(trialsBelow)).toEqual([['seed=1', 'seed=3'], ['seed=2']]);
  });
});

describe('credentials', () => {
  const secrets = /s3cret|t0ken|czNjcmV0/; // the last one is how Basic writes the first
  const seen = () => [...new Set(server.requests.map(({ authorization }) => authorization))];
  const basic = `Basic ${Buffer.from('ada:s3cret').toString('base64')}`;

  test.each([
    ['name and password', { MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 's3cret' }, basic],
    ['a token', { MLFLOW_TRACKING_TOKEN: 't0ken' }, 'Bearer t0ken'],
    [
      'both: the name goes first',
      { MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 's3cret', MLFLOW_TRACKING_TOKEN: 't0ken' },
      basic,
    ],
  ])('come from the environment and are written nowhere: %s', async (_, credentials, expected) => {
    const env = { ...credentials, MLFLOW_TRACKING_URI: server.uri };
    server.fault = ({ number }) => (number > 5 ? { status: 401, body: 'no' } : 'none');
    const { folder, said } = await trackRun(undefined, env);
    expect(seen()).toEqual([expected]);
    server.fault = () => 'none';
    await sync(folder, { env });
    expect(seen()).toEqual([expected]);
    expect(server.contents()).toEqual(await expectedOf(folder));
    expect(said.join('\n')).not.toMatch(secrets);
    const files = globSync('**', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) expect(readFileSync(join(file.parentPath, file.name), 'latin1')).not.toMatch(secrets);
  });

  test('that a server repeats in what it says are not repeated here, and are not sent where it sends us', async () => {
    const env = {
      ...{ MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 's3cret', MLFLOW_TRACKING_TOKEN: 't0ken' },
      MLFLOW_TRACKING_URI: server.uri,
    };
    const elsewhere = new FaultServer();
    await elsewhere.start();
    for (const secret of ['s3cret', 't0ken', basic, 'ada:s3cret', Buffer.from('t0ken').toString('base64')]) {
      server.fault = () => ({ status: 400, body: JSON.stringify({ error_code: 'BAD', message: `Not ${secret}.` }) });
      const { said } = await trackRun(undefined, env);
      expect(said.at(-1)).toBe(`MLflow at URI refuses what it was sent (400). ${isMissing}`);
      server.fault = () => ({ status: 307, body: '', headers: { Location: `${elsewhere.uri}/?${secret}` } });
      expect((await trackRun(undefined, env)).said.join('\n')).not.toMatch(secrets);
    }
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.stop();
  });

  test('may stand in MLFLOW_TRACKING_URI, and are taken out of it', async () => {
    const env = { MLFLOW_TRACKING_URI: server.uri.replace('//', '//ada:s3cret@') };
    const { folder } = await trackRun(undefined, env, { uri: null });
    expect(seen()).toEqual([basic]);
    expect(readFileSync(join(folder, runFiles.mlflow), 'utf8')).toContain(`"${server.uri}"`);
  });

  test.each([
    undefined, // nobody but the file has named a server
    'https://mlflow.example',
    'databricks',
    'databricks://profile',
    'mlflow.example',
    'mlflow.example:5000',
    '127.0.0.1',
    '/var/mlflow',
    './mlruns',
    'file:///var/mlflow',
    'sqlite:///mlflow.db',
    'ftp://127.0.0.1',
    'http://',
    ' ',
  ])('go to no server that the experiment file alone names: MLFLOW_TRACKING_URI is %j', async (address) => {
    const credentials = { MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: 's3cret' };
    const uri = address === undefined ? {} : { MLFLOW_TRACKING_URI: address };
    server.fault = () => ({ status: 401, body: '' });
    const { folder, said } = await trackRun(undefined, { ...credentials, MLFLOW_TRACKING_TOKEN: 't0ken', ...uri });
    expect(said.join('\n')).toContain('were not sent there');
    server.fault = () => 'none';
    await sync(folder, { env: { ...credentials, ...uri } });
    expect(seen()).toEqual([undefined]);
  });

  test('go nowhere else, though another scheme, port or name is all that differs', async () => {
    const token = { MLFLOW_TRACKING_TOKEN: 't0ken' };
    const others = [
      server.uri.replace('http:', 'https:'),
      'http://127.0.0.1',
      server.uri.replace('127.0.0.1', 'localhost'),
    ];
    for (const address of others) await trackRun(undefined, { MLFLOW_TRACKING_URI: address, ...token });
    expect(seen()).toEqual([undefined]);
  });

  test.each(['track.mlflow.uri=URI', "track.mlflow.uri='URI'", 'track.mlflow.uri=URI/'])(
    'go to the server that the command line names, where the environment names none: %s',
    async (override) => {
      const env = { MLFLOW_TRACKING_TOKEN: 't0ken' };
      const command = ['siamese', 'exp', 'a.yaml', override.replace('URI', server.uri)];
      const { folder } = await trackRun(undefined, env, { command });
      await sync(folder, { env, uri: server.uri });
      expect(seen()).toEqual(['Bearer t0ken']);
      await sync(folder, { env: { ...env, MLFLOW_TRACKING_URI: 'databricks' }, uri: server.uri });
      expect(seen()).toEqual(['Bearer t0ken', undefined]);
    },
  );

  test('that a server answers with as ids are noted nowhere', async () => {
    const env = { MLFLOW_TRACKING_URI: server.uri, MLFLOW_TRACKING_TOKEN: 't0ken' };
    server.fault = ({ what }) =>
      what.includes('get-by-name')
        ? { status: 200, body: '{"experiment": {"experiment_id": "t0ken", "lifecycle_stage": "active"}}' }
        : 'none';
    const { folder, said } = await trackRun(undefined, env);
    expect(said.join('\n')).toContain('answers, but not as MLflow does');
    expect(said.join('\n')).not.toMatch(secrets);
    expect(readFileSync(join(folder, runFiles.mlflow), 'utf8')).not.toMatch(secrets);
  });

  test('are in no address that is noted, and one that is taken from a run folder is looked at again', async () => {
    await expect(sync((await trackRun()).folder, { uri: `${server.uri}/?token=t0ken` })).rejects.toThrow(
      'holds a query',
    );
    const { folder } = await trackRun();
    const file = join(folder, runFiles.mlflow);
    const noted = readFileSync(file, 'utf8');
    for (const address of ['file:///etc', 'http://ada:s3cret@127.0.0.1', `${server.uri}/?token=t0ken`, 'gopher://x']) {
      writeFileSync(file, noted.replace(`"uri": "${server.uri}"`, `"uri": "${address}"`));
      await sync(folder);
      expect(readFileSync(file, 'utf8')).toContain(`"uri": "${server.uri}"`);
    }
  });
});

test('an environment that names no server is told so, and training goes on', async () => {
  const { said } = await trackRun(undefined, { MLFLOW_TRACKING_URI: 'sqlite:///mlflow.db' }, { uri: null });
  expect(said).toEqual([
    'MLflow is told no more of this run, which is not harmed. MLFLOW_TRACKING_URI is of the kind sqlite:; runs are sent to an MLflow server, e.g. http://localhost:5000 (mlflow server starts one).',
  ]);
  expect(server.requests).toEqual([]);
});

test('any key becomes one that MLflow takes, and can be told back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (key) => {
      const legal = legalKey(key);
      expect(legal).toMatch(/^[\w. -]+$/);
      expect(legal).not.toMatch(/^\.(\.|$)/); // taken for a path that leads elsewhere
      expect(originalKey(legal)).toBe(key);
    }),
    { examples: [['_x25_'], ['_x2%'], ['.'], ['..'], ['..a'], [''], ['_x_'], ['_%'], ['a/../b'], ['größe']] },
  );
  expect(legalKey('network.blocks.0.filters')).toBe('network.blocks.0.filters');
});

test('no request holds more than MLflow takes, and all that there is goes in order', () => {
  const pair = fc.record({ key: fc.string(), value: fc.string({ maxLength: 10 }).map((text) => text.repeat(500)) });
  const metric = fc.record({ key: fc.string(), value: fc.double(), timestamp: fc.nat(), step: fc.nat() });
  const many = { maxLength: 3000, size: 'max' } as const;
  fc.assert(
    fc.property(fc.array(pair, many), fc.array(pair, many), fc.array(metric, many), (params, tags, metrics) => {
      const batches = batchesOf({ params, tags, metrics });
      for (const batch of batches) {
        expect(batch.params.length).toBeLessThanOrEqual(100);
        expect(batch.tags.length).toBeLessThanOrEqual(100);
        expect(batch.params.length + batch.tags.length + batch.metrics.length).toBeLessThanOrEqual(1000);
        expect(Buffer.byteLength(JSON.stringify({ run_id: 'x'.repeat(32), ...batch }))).toBeLessThanOrEqual(1_000_000);
      }
      expect(batches.flatMap((batch) => batch.params)).toEqual(params);
      expect(batches.flatMap((batch) => batch.tags)).toEqual(tags);
      expect(batches.flatMap((batch) => batch.metrics)).toEqual(metrics);
    }),
    { numRuns: 20 },
  );
});

/** What `legalKey` was given. */
function originalKey(key: string): string {
  return key.replace(/_x([0-9a-f]*)_/g, (_, code: string) =>
    code === '' ? '' : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
