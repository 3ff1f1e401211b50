/** A run folder of another person, in which every text is hostile: what is shown of it is text, wherever it is shown. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRunJson } from '../run-json.ts';
import { siamese, temporaryFolder, tiny, writeExperiment } from './siamese.ts';

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '](javascript:alert(1)) | x | ![i](https://evil.example/i.png)',
  'https://evil.example/a www.evil.example ada@evil.example',
  '```\n\n# forged\n\n| a | b |\n',
  '=HYPERLINK("https://evil.example","a")',
  '+1+cmd|" /C calc"!A0',
  '-2+3',
  '@SUM(1,2)',
  '\uff1d1+1',
  '\t=1',
  '\x1b]0;owned\x07\x1b[2J\x9b1m',
  'a\u202egnp.exe\u2066',
  ']]> </style></title></svg><svg onload=alert(1)>',
  '$& $1 {{x}} %s',
  '__proto__',
];

const folder = temporaryFolder();
const runs = join(folder, 'runs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As many runs as there are hostile texts: one says it in every place of its run.json where any text may stand. */
beforeAll(async () => {
  const file = writeExperiment(folder, 'tiny', tiny.replace('epochs: 2', 'epochs: 1'));
  expect(await siamese(['exp', file, '--runs', join(folder, 'made')])).toMatchObject({ code: 0 });
  const [made = ''] = readdirSync(join(folder, 'made')).filter((name) => !name.startsWith('.'));
  mkdirSync(runs);
  for (const [i, text] of hostile.entries()) {
    const target = join(runs, `${i}${text.replaceAll('/', '_')}`);
    cpSync(join(folder, 'made', made), target, { recursive: true });
    const run = JSON.parse(readFileSync(join(target, 'run.json'), 'utf8'));
    const says = { name: text, description: text, error: text, engineChoice: text };
    writeRunJson(target, {
      ...run,
      ...says,
      engine: { ...run.engine, device: { ...run.engine.device, name: text }, build: text },
      machine: { ...run.machine, cpu: text, os: text },
      versions: { ...run.versions, node: text },
      launch: { command: [text], directory: text },
      sweep: { name: text, hash: 'f'.repeat(64), trial: `seed=${text}` },
    });
    writeFileSync(join(target, 'tags.json'), JSON.stringify({ format: 1, tags: [text], note: text }));
  }
}, 120_000);

const hasOrders = (text: string) => /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text);
const show = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await siamese([...args, '--runs', runs], { directory: folder });
  expect({ args, code, stderr }).toMatchObject({ code: 0 });
  return stdout;
};

describe.skipIf(process.platform === 'win32')('a run in which every text is hostile', () => {
  it('gives no orders to a terminal', async () => {
    for (const args of [['runs'], ['compare', '*'], ['runs', '--json'], ['compare', '*', '--json']]) {
      const text = await show(...args);
      expect(hasOrders(text)).toBe(false);
      if (args.includes('--json')) JSON.parse(text);
    }
  });

  it('is no formula in CSV, and each row has as many fields as the first', async () => {
    for (const args of [
      ['runs', '--csv'],
      ['compare', '*', '--csv'],
    ]) {
      const text = await show(...args);
      const rows = parse(text) as string[][];
      expect(rows.length).toBeGreaterThan(1);
      for (const cell of rows.flat()) {
        if (Number.isNaN(Number(cell))) expect(cell).not.toMatch(/^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
      }
      expect(hasOrders(text)).toBe(false);
    }
  });

  it('is neither HTML, link, image nor another table in Markdown', async () => {
    const text = await show('compare', '*', '--md');
    const outside = text.replace(/^```text\n.*?^```$/gms, '');
    expect(outside).not.toMatch(/(?<!\\)<(script|img|svg)/);
    expect(outside).not.toMatch(/(?<!\\)\]\(/);
    expect(outside).not.toMatch(/https?:\/\/evil|www\.evil|ada@evil/);
    expect(outside).not.toMatch(/^# forged/m);
    expect(hasOrders(text)).toBe(false);
    for (const table of outside.matchAll(/(?:^\|.*\|\n)+/gm)) {
      const cells = table[0]
        .trim()
        .split('\n')
        .map((line) => line.replace(/\\./g, '').split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('is text in a page and in a picture, and asks no server for anything', async () => {
    await show('compare', '*', '--html', 'page.html', '--svg', 'curves.svg', '--png', 'curves.png');
    for (const name of ['page.html', 'curves.svg']) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect(text).not.toMatch(/<(script|img|iframe|link|object|embed)\b/i);
      expect(text.replace(/"[^"]*"/g, '""').replace(/(?<=>)[^<]*/g, '')).not.toMatch(/\son\w+=|href|src=/i);
      expect(text.match(/<style/g) ?? []).toHaveLength(name === 'page.html' ? 1 : 0);
      expect(hasOrders(text)).toBe(false);
    }
  });

  it('gives no orders where it is pruned', async () => {
    const text = await show('runs', '--prune', '--keep-best', '1', '--json');
    expect(hasOrders(text)).toBe(false);
  });
});
