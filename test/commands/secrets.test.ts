/** Secrets in the environment, in addresses and in experiment files: what is shown and kept holds none of them. */
import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultServer } from '../track/fault-server.ts';
import { type Ended, siamese, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: FaultServer;
beforeEach(async () => {
  server = new FaultServer();
  await server.start();
});
afterEach(() => server.stop());

const secrets = ['s3cretOfAda', 't0kenOfAda', 'qu3ryOfAda', 'pr0xyOfAda'];
const written = secrets.flatMap((secret) =>
  [secret, `ada:${secret}`].flatMap((each) => [each, Buffer.from(each).toString('base64').replace(/=+$/, '')]),
);
const expectNone = (text: string) => {
  for (const secret of written) expect(text).not.toContain(secret);
};
const expectNoneIn = ({ stdout, stderr }: Ended, runs?: string) => {
  expectNone(stdout);
  expectNone(stderr);
  if (runs === undefined) return;
  const files = globSync('**', { cwd: runs, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) expectNone(readFileSync(join(file.parentPath, file.name), 'latin1'));
  return files;
};

const named = () => ({
  MLFLOW_TRACKING_URI: `${server.uri.replace('//', '//ada:s3cretOfAda@')}/?token=qu3ryOfAda`,
  MLFLOW_TRACKING_TOKEN: 't0kenOfAda',
  HTTPS_PROXY: 'http://ada:pr0xyOfAda@127.0.0.1:9',
});
/** As a server that is being looked into may answer: with all that it was sent, and more. */
const echo = { status: 400, body: JSON.stringify({ error_code: 'BAD', message: `You sent ${written.join(' ')}.` }) };

const comment = '# tracked at https://ada:s3cretOfAda@mlflow.example/?token=qu3ryOfAda\n';

describe('no secret is in any file of a run, nor in any output', () => {
  it.each([
    ['a server that takes all', []],
    ['a server that echoes', ['--debug']],
    ['a server that echoes, as JSON', ['--json', '--debug']],
    ['a server that echoes, in processes of their own', ['--parallel', '2', '--debug', 'seed=1']],
  ])('with %s', async (kind, options) => {
    if (kind.includes('echoes')) server.fault = ({ number }) => (number > 2 ? echo : 'none');
    const sweep = options.includes('--parallel') ? 'sweep: { grid: { network.embeddingDim: [2, 3] } }\n' : '';
    const runs = join(folder, kind);
    const file = writeExperiment(folder, 'tracked', `${comment}${tiny.trimStart()}${sweep}`);
    const ended = await siamese(['exp', file, ...options, '--runs', runs], { env: named() });
    expect(ended).toMatchObject({ code: 0 });
    expect(server.requests[0]?.authorization).toBe(`Basic ${Buffer.from('ada:s3cretOfAda').toString('base64')}`);
    expect(expectNoneIn(ended, runs)?.length).toBeGreaterThan(10);
    server.fault = () => echo;
    const run = (
      JSON.parse((await siamese(['runs', '--runs', runs, '--json'])).stdout) as { runs: { folder: string }[] }
    ).runs[0]?.folder as string;
    expectNoneIn(await siamese(['sync', run, '--runs', runs, '--debug'], { env: named() }), runs);
  });

  it('where a file asks for them to be sent elsewhere, they are not sent', async () => {
    const track = `track: { mlflow: { uri: '${server.uri}' } }\n`;
    const file = writeExperiment(folder, 'asking', tiny + track);
    const runs = join(folder, 'asking');
    const env = { MLFLOW_TRACKING_URI: 'databricks', MLFLOW_TRACKING_TOKEN: 't0kenOfAda' };
    expectNoneIn(await siamese(['exp', file, '--runs', runs], { env }), runs);
    expect(server.requests.length).toBeGreaterThan(5);
    expect(server.requests.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
  });

  it('where the command line names the server, they are sent there', async () => {
    const file = writeExperiment(folder, 'named');
    const args = ['exp', file, `track.mlflow.uri=${server.uri}`, '--runs', join(folder, 'named')];
    expectNoneIn(await siamese(args, { env: { MLFLOW_TRACKING_TOKEN: 't0kenOfAda' } }), join(folder, 'named'));
    expect([...new Set(server.requests.map(({ authorization }) => authorization))]).toEqual(['Bearer t0kenOfAda']);
  });
});

describe('an address with a secret in it', () => {
  const addresses = [
    'https://ada:s3cretOfAda@mlflow.example',
    'https://s3cretOfAda@mlflow.example',
    'https://mlflow.example/?token=qu3ryOfAda',
    'https://mlflow.example/#access_token=qu3ryOfAda',
    'ftp://ada:s3cretOfAda@mlflow.example',
    'https://ada:s3cretOfAda/x@mlflow.example',
  ];
  it.each(addresses)('is refused before a run is made, and not shown: %s', async (address) => {
    const runs = join(folder, 'refused');
    const file = writeExperiment(folder, 'refused', `${tiny}track:\n  mlflow:\n    uri: '${address}'\n`);
    const plain = writeExperiment(folder, 'plain');
    for (const words of [
      [file],
      [plain, `track.mlflow.uri=${address}`],
      [plain, `track={mlflow: {uri: '${address}'}}`],
    ]) {
      const ended = await siamese(['exp', ...words, '--debug', '--runs', runs]);
      expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('track.mlflow.uri') });
      expectNoneIn(ended, runs);
    }
  });

  it('is refused by sync, and not shown', async () => {
    const runs = join(folder, 'synced');
    expect(await siamese(['exp', writeExperiment(folder, 'plain'), '--runs', runs])).toMatchObject({ code: 0 });
    for (const uri of addresses) {
      const ended = await siamese(['sync', 'latest', '--uri', uri, '--runs', runs, '--debug']);
      expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('--uri') });
      expectNoneIn(ended, runs);
    }
  });

  it.each(['token', 'password', 'MLFLOW_TRACKING_TOKEN', '"api_key"'])(
    'nor is the value of a key that is called %s, where it is refused',
    async (key) => {
      const file = writeExperiment(folder, 'keyed', `${tiny}track:\n  mlflow:\n    ${key}: s3cretOfAda\n`);
      const plain = writeExperiment(folder, 'plain');
      for (const words of [
        [file],
        [plain, `track.mlflow.${key}=s3cretOfAda`],
        [plain, `track={mlflow: {${key}: s3cretOfAda}}`],
      ]) {
        const ended = await siamese(['exp', ...words, '--debug', '--runs', join(folder, 'refused')]);
        expect(ended).toMatchObject({ code: 2, stdout: '' });
        expectNoneIn(ended, join(folder, 'refused'));
      }
    },
  );

  it('is kept of no other argument', async () => {
    const runs = join(folder, 'described');
    const args = ['exp', writeExperiment(folder, 'plain'), `description=${addresses[0]}`, '--runs', runs];
    const ended = await siamese(args);
    expectNoneIn(ended);
    const [run] = globSync('*/run.json', { cwd: runs });
    expectNone(JSON.stringify(JSON.parse(readFileSync(join(runs, run as string), 'utf8')).launch));
  });
});
