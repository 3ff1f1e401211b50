import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renewDigests } from '../run-json.ts';
import { siamese, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const folder = temporaryFolder();
const compare = (...args: string[]) => siamese(['compare', ...args], { directory: folder });
beforeAll(async () => {
  const files = [
    writeExperiment(folder, 'narrow', tiny.replace('name: tiny', 'name: narrow')),
    writeExperiment(
      folder,
      'wide',
      tiny.replace('name: tiny', 'name: wide').replace('embeddingDim: 3', 'embeddingDim: 5'),
    ),
    writeExperiment(folder, 'ranked', `${tiny.replace('name: tiny', 'name: ranked')}objective: { loss: triplet }\n`),
  ];
  const { code, stderr } = await siamese(['exp', ...files, '--runs', 'runs'], { directory: folder });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  mkdirSync(join(folder, 'runs/foreign'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('compare', () => {
  it('shows a table, verdicts and curves of several, each group for itself, and names what is no run', async () => {
    const { code, stdout, stderr } = await compare('runs/*');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^3 experiments in 3 runs, by validation accuracy after the last epoch$/m);
    expect(stdout).toMatch(/^Group 2: /m);
    expect(stdout).toMatch(/^ +name +embeddingDim .*last val\. accuracy/m);
    expect(stdout).toMatch(/^- runs\/foreign: Not a run: /m);
    expect(stdout).not.toContain('\x1b');
  });

  it('says of two why one is better', async () => {
    const { code, stdout } = await compare('narrow', 'wide', '--runs', 'runs');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^narrow and wide$/m);
    expect(stdout).toMatch(/^After the last epoch: /m);
    expect(stdout).toMatch(/^network\.embeddingDim +3 +5$/m);
    expect(stdout).toMatch(/^parameters of the tower +19 +25 +× 1\.32$/m);
    expect(stdout).toMatch(/^validation loss +validation accuracy$/m);
    expect(stdout).toMatch(/^A: distances, /m);
  });

  it('takes filters beside names, and globs over names', async () => {
    const { stdout } = await compare('{narrow,wide,ranked}', 'network.embeddingDim=3 or network.embeddingDim=5');
    expect(stdout).toMatch(/^3 experiments in 3 runs/m);
    expect((await compare('objective.loss!=triplet')).stdout).toMatch(/^narrow and wide$/m);
    const { code, stderr } = await compare('wide', 'seed>1000');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^There is no run to compare\.\nNone of 1 run has seed>1000: it is \d+ in all of them\.$/m);
  });

  it('ranks by what is asked for', async () => {
    const { stdout } = await compare('runs/*', '--metric', 'valLoss', '--best');
    expect(stdout).toMatch(/by validation loss after the best epoch$/m);
    const { code, stderr } = await compare('runs/*', '--metric', 'valAcuracy');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^--metric is valAcuracy; it must be valAccuracy, valLoss.* or \w+\. Did you mean valAccuracy\?\n$/,
    );
  });

  it('gives scripts JSON, CSV or Markdown, one at a time', async () => {
    const json = await compare('runs/*', '--json');
    const { comparison, contrast, unreadable } = JSON.parse(json.stdout);
    expect(comparison.groups.flatMap(({ rows }: { rows: unknown[] }) => rows)).toHaveLength(3);
    expect([contrast, unreadable[0].folder]).toEqual([null, 'foreign']);
    expect(JSON.parse((await compare('narrow', 'wide', '--runs', 'runs', '--json')).stdout).contrast.a.name).toBe(
      'narrow',
    );

    const csv = (await compare('runs/*', '--csv')).stdout.trimEnd().split('\n');
    expect(csv).toHaveLength(1 + 3);
    expect(csv[0]).toMatch(/^group,letter,name,.*network\.embeddingDim,.*lastValAccuracy,/);

    expect((await compare('runs/*', '--md')).stdout).toMatch(/^# 3 experiments in 3 runs[\s\S]*^\| +\| name \|/m);
    const both = await compare('runs/*', '--md', '--csv');
    expect([both.code, both.stderr]).toEqual([
      2,
      '--csv and --md both print on standard output; ask for one at a time.\n',
    ]);
  });

  it('writes a page and pictures, from where the user stands, and says where', async () => {
    mkdirSync(join(folder, 'out'));
    const { code, stdout, stderr } = await compare(
      ...['narrow', 'wide', '--runs', 'runs', '--csv'],
      ...['--html', 'out/page.html', '--svg', 'out/curves.svg', '--png', 'out/curves.png'],
    );
    expect(code).toBe(0);
    expect(stdout).not.toContain('Wrote');
    expect(stderr).toBe('Wrote out/page.html\nWrote out/curves.svg\nWrote out/curves.png\n');
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['curves.png', 'curves.svg', 'page.html']);
    const page = readFileSync(join(folder, 'out/page.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>[\s\S]*<svg[\s\S]*<\/html>\n$/);
    expect(page).not.toMatch(/https?:|<script/);
    expect(readFileSync(join(folder, 'out/curves.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(readFileSync(join(folder, 'out/curves.png')).toString('latin1', 1, 4)).toBe('PNG');
  });

  it.each([
    ['no run', [], /^siamese compare needs two runs or more: their folders, parts of their names, /],
    [
      'one run',
      ['wide', '--runs', 'runs'],
      /^That is one run, .*-wide-[0-9a-f]{6}; siamese compare needs two or more: /,
    ],
    ['what is no run', ['runs/foreign'], /^There is no run to compare\.\nruns\/foreign: Not a run: /],
    [
      'a folder to write over',
      ['runs/*', '--html', 'runs'],
      /^--html needs a file, and runs is a folder; write --html runs\/comparison\.html\.$/m,
    ],
    [
      'a folder to write in, not there yet',
      ['runs/*', '--html', 'new/'],
      /^--html needs a file, and new is a folder; write --html new\/comparison\.html\.$/m,
    ],
    [
      'a folder that is not there',
      ['runs/*', '--svg', 'none/x.svg'],
      /^--svg none\/x\.svg can't be written: there is no folder none\.$/m,
    ],
  ])('says what to do where it gets %s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await compare(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(sentence);
  });

  it('says so where no epoch is done yet', async () => {
    const [first = '', second = ''] = readdirSync(join(folder, 'runs')).filter((name) => /-(narrow|wide)-/.test(name));
    for (const [i, name] of [first, second].entries()) {
      const young = join(folder, `young/${i}`);
      cpSync(join(folder, 'runs', name), young, { recursive: true });
      const metrics = readFileSync(join(young, 'metrics.csv'), 'utf8');
      writeFileSync(join(young, 'metrics.csv'), metrics.slice(0, metrics.indexOf('\n') + 1));
      renewDigests(young, { status: 'stopped', result: null });
    }
    const { code, stdout, stderr } = await compare('young/*', '--svg', 'young.svg');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^There is nothing to compare yet\.\n\d: .*\n\d: .*\n$/);
  });

  it('compares what is whole beside what is damaged, and tells of each in a line', async () => {
    const [name = ''] = readdirSync(join(folder, 'runs')).filter((each) => each.includes('-wide-'));
    const metrics = join(folder, 'runs', name, 'metrics.csv');
    const text = readFileSync(metrics, 'utf8');
    writeFileSync(metrics, text.replace('\n2,', '\n3,'));
    const { code, stdout } = await compare('runs/*');
    writeFileSync(metrics, text);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^narrow and ranked$/m);
    expect(stdout).toMatch(/^- runs\/.*-wide-.*: metrics\.csv of .* is damaged: /m);
  });
});
