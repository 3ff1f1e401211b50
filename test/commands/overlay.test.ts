import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkout, siamese, startProgram, temporaryFolder, writeExperiment } from './siamese.ts';

/** As in a container: what was there before lies in a layer below, whose folders can't be renamed. */
const mounted = (folder: string, script: string): string[] => [
  '-m',
  'sh',
  '-c',
  `set -e; cd "$0"; mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged; cd merged; ${script}`,
  folder,
];

function makeLayers(): string {
  const folder = temporaryFolder();
  for (const name of ['lower', 'upper', 'work', 'merged']) mkdirSync(join(folder, name));
  return folder;
}

const probe = makeLayers();
const canMount = spawnSync('unshare', mounted(probe, 'true'), { encoding: 'utf8' }).status === 0;
rmSync(probe, { recursive: true });
if (!canMount) console.warn('RUNS IN A LAYER OF AN IMAGE ARE NOT TESTED: overlayfs can only be mounted by root here.');

describe.skipIf(!canMount)("runs that lie in a layer of a container's image", () => {
  let folder: string;
  let run: string;
  beforeAll(async () => {
    folder = makeLayers();
    const file = writeExperiment(folder, 'tiny');
    const made = await siamese(['exp', file, '--runs', join(folder, 'lower/runs')]);
    expect(made).toMatchObject({ code: 0 });
    run = readdirSync(join(folder, 'lower/runs')).find((name) => !name.startsWith('.')) ?? '';
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** `$siamese` runs the program there. */
  const inside = (script: string) => {
    const siameseIs = `siamese="${process.execPath} ${join(checkout, 'src/cli.ts')}";`;
    return startProgram('unshare', mounted(folder, `${siameseIs} ${script}`), { directory: folder }).ended;
  };

  it('go on, and end with the same bits as elsewhere', async () => {
    const resumed = await inside(`$siamese resume ${run} training.epochs=3 --runs runs`);
    expect(resumed).toMatchObject({ code: 0 });
    await siamese(['exp', join(folder, 'tiny.yaml'), 'training.epochs=3', '--runs', join(folder, 'elsewhere')]);
    const [twin = ''] = readdirSync(join(folder, 'elsewhere')).filter((name) => !name.startsWith('.'));
    for (const name of ['model/weights.bin', 'model/verifier.json', 'model/model.json', 'model-best/weights.bin'])
      expect(readFileSync(join(folder, 'upper/runs', run, name), 'hex')).toBe(
        readFileSync(join(folder, 'elsewhere', twin, name), 'hex'),
      );
    expect(readdirSync(join(folder, 'upper/runs', run)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('go to a trash on another disk, too', async () => {
    const ended = await inside(
      [
        'mkdir -p runs/.trash && mount -t tmpfs none runs/.trash',
        `cp -a runs/${run} ../kept`,
        `$siamese runs ${run} --prune --delete --runs runs`,
        `diff -r --no-dereference ../kept runs/.trash/*/${run}`,
        '$siamese runs --undo --runs runs',
        `diff -r --no-dereference ../kept runs/${run}`,
        `$siamese runs ${run} --prune --runs runs`,
        '$siamese runs --empty-trash --delete --runs runs',
      ].join(' && '),
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('go to the trash, back, and out of the world; and a new one begins there', async () => {
    const ended = await inside(
      [
        `cp -a runs/${run} ../before`,
        `$siamese runs ${run} --prune --delete --runs runs`,
        `test ! -e runs/${run}`,
        `diff -r --no-dereference ../before runs/.trash/*/${run}`,
        '$siamese runs --undo --runs runs',
        `diff -r --no-dereference ../before runs/${run}`,
        `$siamese runs ${run} --prune --delete --runs runs`,
        '$siamese runs --empty-trash --delete --runs runs',
        'test ! -e runs/.trash',
        '$siamese exp ../tiny.yaml --runs runs',
        '$siamese runs --json --runs runs | grep -c completed',
      ].join(' && '),
    );
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(execFileSync('ls', [join(folder, 'lower/runs')], { encoding: 'utf8' })).toContain(run);
  });
});
