import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FaultServer } from '../track/fault-server.ts';
import { siamese, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
const runs = join(folder, 'runs');
const server = new FaultServer();
beforeAll(async () => {
  await server.start();
  const file = writeExperiment(folder, 'tiny', `${tiny}sweep: { grid: { seed: [1, 2] } }\n`);
  expect(await siamese(['exp', file, '--runs', runs])).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sync = (...words: readonly string[]) => siamese(['sync', ...words, '--runs', runs]);

it('a run that nobody has named a server for goes nowhere, and says how to name one', async () => {
  const { code, stdout, stderr } = await sync('latest');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    / goes nowhere: give the address of an MLflow server with --uri, or as MLFLOW_TRACKING_URI in /,
  );
  expect(await sync()).toMatchObject({ code: 2, stderr: expect.stringContaining('needs the runs to send') });
  expect(await sync('latest', '--uri', 'mlruns')).toMatchObject({
    code: 2,
    stderr:
      '--uri is no address; runs are sent to an MLflow server, e.g. http://localhost:5000 (mlflow server starts one).\n',
  });
  const secret = server.uri.replace('//', '//ada:s3cret@');
  const refused = await sync('latest', '--uri', secret);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--uri holds a name or password; ') });
  expect(refused.stderr).not.toContain('s3cret');
  expect(server.requests).toEqual([]);
});

it('several runs are sent oldest first, a damaged one is told, and a script gets JSON', async () => {
  const broken = join(runs, '2026-11-23T00-00-00Z-broken-000000');
  mkdirSync(broken);
  writeFileSync(join(broken, 'run.json'), '{');
  const { code, stdout, stderr } = await sync('*', '--uri', server.uri, '--json');
  expect(code).toBe(2);
  expect(stderr).toContain("2026-11-23T00-00-00Z-broken-000000 can't be read");
  expect(JSON.parse(stdout)).toMatchObject({
    runs: [
      { epochs: 2, artifacts: 13, problem: null, page: expect.stringMatching(/^http.*\/#\/experiments\/1\/runs\//) },
      { epochs: 2, artifacts: 13 },
    ],
    problems: [expect.stringContaining('broken')],
  });
  rmSync(broken, { recursive: true });
  const names = [...server.runs.values()].map(({ name }) => name);
  expect(names).toEqual(['tiny', 'seed=1', 'seed=2']); // the sweep's own run is there before its first trial's
});

it('what is there is not sent again, and a server that is gone is exit code 1', async () => {
  const { stdout } = await sync('*');
  expect(stdout.match(/: all there; http/g)).toHaveLength(2);
  await server.stop();
  const { code, stderr } = await sync('*');
  expect(code).toBe(1);
  expect(stderr).toContain(`MLflow at ${server.uri} doesn't answer: the connection is refused.`);
  await server.start();
});
