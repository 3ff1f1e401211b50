import { describe, expect, it } from 'vitest';
import type { Contrast } from '../../src/compare/index.ts';
import { comparisonSheet, comparisonTable } from '../../src/report/comparing/comparison-sheet.ts';
import { contrastSheet } from '../../src/report/comparing/contrast-sheet.ts';
import { picturesOf } from '../../src/report/comparing/pictures.ts';
import { formatSettings, shortNames } from '../../src/report/comparing/settings.ts';
import { renderCsv } from '../../src/report/csv.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { type Screen, widthOf } from '../../src/report/screen.ts';
import type { CurvePanel, Sheet } from '../../src/report/sheet.ts';
import { renderWithTitle } from '../../src/report/terminal.ts';
import { makeComparison, makeContrast, makeRow } from './compared.ts';

const screen = (columns: number | null): Screen => ({ columns, isUnicode: true, isColoured: false });
const short = { withCommon: false, mostRows: null, withTraining: false };
const contrastRequest = (contrast: ReturnType<typeof makeContrast>) => ({
  contrast,
  unreadable: [],
  pathOf: (path: string) => path,
});
const dim = 'network.embeddingDim';
const twoOfThreeSeeds = makeComparison(
  [
    makeRow({ letter: 'A', values: { [dim]: 96 }, accuracy: 0.88, seeds: [1, 2, 3] }),
    makeRow({ letter: 'B', values: { [dim]: 48 }, accuracy: 0.86, seeds: [1, 2, 3] }),
  ],
  [dim],
);

/** As if validation loss had come later. */
function withoutLoss<Figures extends { readonly valLoss: unknown }>({ valLoss: _, ...rest }: Figures): Figures {
  return rest as unknown as Figures;
}

describe('a comparison', () => {
  it('shows what differs, what came of it, whether it is real, and the curves', () => {
    expect(renderWithTitle(comparisonSheet(twoOfThreeSeeds, short), screen(100))).toMatchInlineSnapshot(`
      "2 experiments in 6 runs, by validation accuracy after the last epoch

                                  last       ±                    best            last     best
                                  val.    over        ± over      val.    best    val.     val.
         embeddingDim  seeds  accuracy   seeds    sd  images  accuracy   epoch    loss     loss
      A            96      3    88.0 %◂   0.99  0.40    0.51    88.3 %◂  17–19  0.1200◂  0.1170◂
           time=4 min 11 s
      B            48      3    86.0 %    0.99  0.40    0.51    86.3 %   17–19  0.1400   0.1370
           time=4 min 11 s
      ± is half of a 95 % interval, in points of accuracy: over seeds by Student's t; over the choice of
      validation images by standard errors clustered by image.

      - A is better than B by 0.8 ± 0.3 points.

      validation loss                                    validation accuracy
      0.530 ┤⢕⡄                                          88.3 % ┤                       ⣀⣀⣀⣀A⠤⠒⠤⠤⠤⠤⠤⠒⠒⠒⠒A
            │ ⠫⡢⡀                                               │                ⡠⠤⠤⠤⠒⠒⣉⠤⠤⠤⠤⠤⠒⠉⠒⠒⠊B⠉⠉⠉⠉B
            │  ⠈A⢦⡀                                             │           ⢀⡠⠤⢒A⠔⠒⠒⠒⠉B
            │     ⠙⢦⡀                                           │       ⣀⠤⠔⢊⡡⠔⠊⠁
            │       ⠙⠳B⣀⡀                                       │    ⢀⠔⣉⠤⠒B⠁
            │         ⠈⠑⠪⢕⣢⢄⣀                                   │  ⡠A⡡⠊
            │              ⠉A⠫⠭⣒⣒⡢B⢄⣀⣀⣀⡀                        │⢀⢎⠔⠊
      0.119 ┤                    ⠈⠉⠉⠉⠑⠒⠚A⠛⠭⠭⠶⠶B⠶⣒⣒⣒⣒BA   67.0 % ┤⡡⠃
            └─────────────────────────────────────────          └────────────────────────────────────────
             1                epoch                 20           1                epoch                20
      A embeddingDim=96   B embeddingDim=48
      Of several seeds: their mean.
      "
    `);
  });

  it('leaves out columns that have nothing to say', () => {
    const rows = ['A', 'B'].map((letter) => makeRow({ letter, values: { [dim]: 48 }, accuracy: 0.86 }));
    const [title, , header] = renderWithTitle(comparisonSheet(makeComparison(rows, []), short), screen(null)).split(
      '\n',
    );
    expect(title).toBe('2 experiments in 2 runs, by validation accuracy after the last epoch');
    expect(header).toBe('No setting differs.');
    const table = renderWithTitle(comparisonSheet(makeComparison(rows, [dim]), short), screen(null));
    expect(table).not.toMatch(/seeds| sd |name/);
  });

  it('leaves out a figure that no run has kept, being of a version before it', () => {
    const { comparison, runs, ...rest } = twoOfThreeSeeds;
    const older = runs.map((run) => ({ ...run, metrics: () => run.metrics().map(withoutLoss) }));
    const groups = comparison.groups.map((group) => ({
      ...group,
      rows: group.rows.map((row) => ({
        ...{ ...row, last: row.last && withoutLoss(row.last), best: row.best && withoutLoss(row.best) },
        runs: row.runs.map((run) => ({ ...run, last: withoutLoss(run.last), best: withoutLoss(run.best) })),
      })),
    }));
    const request = { ...rest, comparison: { ...comparison, groups }, runs: older };
    const text = renderWithTitle(comparisonSheet(request, short), screen(null));
    expect(text).not.toMatch(/loss/);
    expect(text).toMatch(/^validation accuracy/m);
  });

  it('gives scripts every figure in full, a line an experiment', () => {
    const [header = '', first = '', second] = renderCsv(comparisonTable(twoOfThreeSeeds.comparison)).split('\n');
    const record = Object.fromEntries(header.split(',').map((name, i) => [name, first.split(',')[i]]));
    expect(record).toMatchObject({
      group: '1',
      letter: 'A',
      name: 'widths',
      [dim]: '96',
      seeds: '1 2 3',
      lastValAccuracy: '0.88',
      lastValAccuracySd: '0.004',
      lastEpochGreatest: '20',
      bestEpochLeast: '17',
      bestEpochGreatest: '19',
      parameters: '19888',
    });
    expect(record['runs']?.split(' ')).toHaveLength(3);
    expect(second).toMatch(/^1,B,widths,48,/);
  });

  it('marks no best of a figure that does not compare, and draws no curves of it', () => {
    const { comparison } = twoOfThreeSeeds;
    const groups = comparison.groups.map((group) => ({ ...group, comparable: ['valAccuracy'] as const }));
    const request = { ...twoOfThreeSeeds, comparison: { ...comparison, groups } };
    const text = renderWithTitle(comparisonSheet(request, short), screen(null));
    expect(text).toMatch(/^A .* 88\.0 %◂ .* 0\.1200 +0\.1170 /m);
    expect(text).not.toMatch(/^validation loss/m);
    expect(text).toMatch(/^validation accuracy/m);
  });

  it('counts an experiment once, however many engines it was trained on', () => {
    const rows = ['wasm', 'tfjs'].map((engine, i) =>
      makeRow({ letter: 'AB'.charAt(i), values: { [dim]: 48, engine }, accuracy: 0.86 }),
    );
    const { title } = comparisonSheet(makeComparison(rows, ['engine']), short);
    expect(title).toBe('1 experiment on 2 engines in 2 runs, by validation accuracy after the last epoch');
  });

  it('draws of several seeds their mean between the least and the greatest, as far as all go', () => {
    const { row, compared } = makeRow({ letter: 'A', values: {}, accuracy: 0.86, seeds: [1, 2, 3] });
    const [first, second, third] = compared.map((run) => run.metrics());
    const shorter = compared.map((run, i) => (i === 1 ? { ...run, metrics: () => second?.slice(0, 15) ?? [] } : run));
    const sheet = comparisonSheet(makeComparison([{ row, compared: shorter }], []), { ...short, withTraining: true });
    const [plot] = sheet.blocks.filter((block) => block.kind === 'plot');
    expect(plot?.note).toBe(
      'Of several seeds: their mean, with a band from the least to the greatest. A ends where its first seed ends.',
    );
    const panel = plot?.panels.find(({ title }) => title === 'training accuracy') as CurvePanel;
    const points = panel.series[0]?.points ?? [];
    expect(points).toHaveLength(15);
    const [low = 0, middle = 0, high = 0] = [first, second, third].map((rows) => rows?.[9]?.accuracy);
    expect(points[9]).toEqual({ x: 10, y: (low + middle + high) / 3, low, high });
  });

  it('draws validation and training of one figure on one scale, another figure on its own', () => {
    const { blocks } = comparisonSheet(twoOfThreeSeeds, { ...short, withTraining: true });
    const [plot] = blocks.filter((block) => block.kind === 'plot');
    const domains = new Map(plot?.panels.map((panel) => [panel.title, (panel as CurvePanel).domain]));
    const rows = twoOfThreeSeeds.runs.flatMap((run) => run.metrics());
    const losses = rows.flatMap(({ loss, valLoss }) => [loss, valLoss]);
    const accuracies = rows.flatMap(({ accuracy, valAccuracy }) => [accuracy, valAccuracy]);
    const rangeOf = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];
    for (const set of ['validation', 'training']) {
      expect(domains.get(`${set} loss`)).toEqual(rangeOf(losses));
      expect(domains.get(`${set} accuracy`)).toEqual(rangeOf(accuracies));
    }
  });

  it('keeps groups that cannot be compared apart, with the reason', () => {
    const [group] = twoOfThreeSeeds.comparison.groups;
    if (group === undefined) throw new Error('no group');
    const [a, b] = group.rows as [(typeof group.rows)[0], (typeof group.rows)[0]];
    const comparison = {
      ...twoOfThreeSeeds.comparison,
      groups: [
        { ...group, rows: [a], differences: [] },
        { ...group, title: 'other pairs', reasons: ['The images differ.'], rows: [b], differences: [] },
      ],
    };
    const text = renderWithTitle(comparisonSheet({ ...twoOfThreeSeeds, comparison }, short), screen(null));
    expect(text).toMatch(/^They were not all measured alike: 2 groups, each ranked for itself\.$/m);
    expect(text).toMatch(/^Group 2: other pairs\nThe images differ\.$/m);
    expect(text).not.toContain('◂'); // nobody is the best of one
  });

  it('names each thing that was left out in a line', () => {
    const { comparison } = twoOfThreeSeeds;
    const request = {
      ...twoOfThreeSeeds,
      comparison: {
        ...comparison,
        unmeasured: [
          {
            folder: 'young',
            path: '/runs/young',
            name: 'x',
            seed: 1,
            status: 'running' as const,
            tags: [],
            problem: 'No epoch is done yet.',
          },
        ],
      },
      unreadable: [{ kind: 'unreadable' as const, folder: 'foreign', path: '/runs/foreign', problem: 'Not a run.' }],
    };
    expect(renderWithTitle(comparisonSheet(request, short), screen(null))).toMatch(
      /^Left out\n- young: No epoch is done yet\.\n- \/runs\/foreign: Not a run\.$/m,
    );
  });

  it('cuts a long list of what was left out, what is damaged first, unless all is asked for', () => {
    const { comparison, ...rest } = makeComparison([makeRow({ letter: 'A', values: {}, accuracy: 0.9 })], []);
    const problem = 'No epoch is done yet.';
    const facts = { path: '', name: 'x', seed: 1, status: 'running' as const, tags: [], problem };
    const unmeasured = Array.from({ length: 30 }, (_, i) => ({ ...facts, folder: `young-${i}` }));
    const unreadable = [
      { kind: 'unreadable' as const, folder: 'foreign', path: '/runs/foreign', problem: 'Not a run.' },
    ];
    const request = { ...rest, comparison: { ...comparison, unmeasured }, unreadable };
    const listOf = (withCommon: boolean) =>
      renderWithTitle(comparisonSheet(request, { ...short, withCommon }), screen(null))
        .split('Left out\n')[1]
        ?.trim()
        .split('\n');
    expect(listOf(false)).toEqual([
      '- /runs/foreign: Not a run.',
      ...Array.from({ length: 19 }, (_, i) => `- young-${i}: ${problem}`),
      '- and 11 more; --all shows them',
    ]);
    expect(listOf(true)).toHaveLength(31);
  });

  it('shows as many rows and differences as a screen holds, and says how many more there are', () => {
    const rows = Array.from({ length: 60 }, (_, i) =>
      makeRow({ letter: `L${i}`, values: { [dim]: i }, accuracy: 0.9 - i / 1000 }),
    );
    const text = renderWithTitle(comparisonSheet(makeComparison(rows, [dim]), { ...short, mostRows: 40 }), screen(100));
    expect(text).toMatch(/^and 20 more experiments; --all shows them$/m);
    expect(text).toMatch(/^- and 51 more differences; --json has them$/m);
    expect(text).toMatch(/^The best 6 of 60\.$/m);
  });

  it('shows what all have in common where it is asked for', () => {
    const text = renderWithTitle(comparisonSheet(twoOfThreeSeeds, { ...short, withCommon: true }), screen(null));
    expect(text).toMatch(/^training\.batchSize +64$/m);
  });

  it('fits every screen from 40 columns on', () => {
    const sheets: Sheet[] = [
      comparisonSheet(twoOfThreeSeeds, { ...short, withCommon: true }),
      contrastSheet(contrastRequest(makeContrast()), { withCommon: true, withTraining: false }),
    ];
    for (let columns = 40; columns <= 200; columns += 3) {
      for (const sheet of sheets)
        for (const line of renderWithTitle(sheet, screen(columns)).split('\n'))
          expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }
  });
});

describe('a contrast of two runs', () => {
  const sheet = contrastSheet(contrastRequest(makeContrast()), { withCommon: false, withTraining: false });

  it('tells on one screen why one is better', () => {
    const text = renderWithTitle(sheet, screen(100));
    expect(text).toMatchInlineSnapshot(`
      "Two runs of widths

      A  2026-11-23T16-20-05Z-widths-a1
      B  2026-11-23T16-24-05Z-widths-b1
      After the last epoch: B is better than A by 2.0 ± 0.6 points.
      After the best epoch: B is better than A by 1.9 ± 0.6 points.

      changed                     A   B
      network.embeddingDim        48  96
      network.blocks.1.batchNorm  –   true

      figure                                       A            B        B to A
      parameters of the tower                140,000      220,000        × 1.57
      multiply-adds an image               4,023,600    4,023,600          same
      time                                3 min 30 s   5 min 30 s        × 1.57
      time an epoch                             11 s         17 s        × 1.57
      validation accuracy, last               85.3 %       87.3 %◂  +2.0 points
        best, after epoch 18 and 18           84.8 %       86.8 %◂  +2.0 points
      validation loss, last                   0.1489       0.1289◂      -0.0200
      training less validation accuracy  -2.0 points  -2.0 points   +0.0 points
      distances' separation d′                  1.75         2.75◂        +1.00
        AUC                                   0.9350       0.9550◂      +0.0200

      validation loss                                    validation accuracy
      0.540 ┤⢕⡄                                          87.3 % ┤                       ⣀⣀⣀⣀⣀⠤⠒⠤⠤⠤B⠤⠒⠒⠒BA
            │ ⠫⡢⡀                                               │                ⡠⠤⠤⠤⠒B⣉⠤⠤⠤⠤A⠒⠉⠒⠒⠊⠉⠉⠉⠉⠉⠉
            │  ⠈A⢦⡀                                             │           ⢀⡠⠤⢒A⠔⠒⠒⠒⠉⠉
            │     ⠙⢦⡀                                           │       ⣀⠤B⢊⡡⠔⠊⠁
            │       ⠙⠳⡤⣀⡀                                       │    ⢀⠔⣉⠤⠒⠊⠁
            │         B⠑⠪⢕⣢⢄A                                   │  ⡠⠔⡡⠊
            │              ⠉⠑⠫⠭⣒⣒⡢⠤⢄⣀⣀⣀⡀                        │⢀⢎⠔A
      0.129 ┤                    ⠈B⠉⠉⠑⠒⠚A⠛⠭⠭⠶⠶B⠶⣒⣒⣒⣒BA   66.0 % ┤⡡⠃
            └─────────────────────────────────────────          └────────────────────────────────────────
             1                epoch                 20           1                epoch                20
      A embeddingDim=48   B embeddingDim=96 batchNorm=true

      - From epoch 3 on B stays ahead by more than the jitter.
      - Both: training accuracy is 2.0 points below validation, as dropout (0.3, 0.3) is on in training
        alone.

      A: distances, 31.0 % in common                     B: distances, 31.0 % in common
                    ▂▅███▅▂                                            ▂▅███▅▂
      same class ▂▄▆███████▆▄▂▁▁▁▁                       same class ▂▄▆███████▆▄▂▁▁▁▁
                           ▂▅███▅▂                                                ▂▅███▅▂
      different     ▁▁▁▁▂▄▆███████▆▄▂▁▁▁▁                different         ▁▁▁▁▂▄▆███████▆▄▂
                 0.000   distance   3.200                           0.000   distance   3.200

      One seed each: another seed may tell otherwise.
      "
    `);
    expect(text.split('\n').length).toBeLessThanOrEqual(50);
  });

  it('says what can not be compared, and marks no winner there', () => {
    const contrast: Contrast = {
      ...{ ...makeContrast(), last: null, best: null },
      ...{ incomparable: ['The images differ.'], comparable: ['valLoss', 'dPrime', 'auc'] },
    };
    const text = renderWithTitle(
      contrastSheet(contrastRequest(contrast), { withCommon: false, withTraining: false }),
      screen(null),
    );
    expect(text).toMatch(/^Their accuracies can't be compared: The images differ\.$/m);
    expect(text).toMatch(/^validation accuracy, last +85\.3 % +87\.3 %$/m);
    expect(text).toMatch(/^ {2}AUC +0\.9350 +0\.9550◂ +\+0\.0200$/m); // it knows of no threshold
  });

  it('names its curves by three settings at most', () => {
    const changed = ['a', 'b', 'c', 'd'].map((path, i) => ({ path: `network.${path}`, a: i, b: 10 * i }));
    const { blocks } = contrastSheet(contrastRequest({ ...makeContrast(), changed }), {
      withCommon: false,
      withTraining: false,
    });
    const [plot] = blocks.filter((block) => block.kind === 'plot');
    const names = plot?.panels[0]?.series.map(({ name }) => name);
    expect(names).toEqual(['a=0 b=1 c=2', 'a=0 b=10 c=20']);
  });

  it('is a Markdown document, too', () => {
    expect(renderMarkdown(sheet)).toMatch(/^# Two runs of widths$[\s\S]*^\| network\.embeddingDim \| 48 \| 96 \|$/m);
  });
});

describe('pictures', () => {
  it('are a page that needs nothing else, and small', async () => {
    const rows = [...'ABCDEFGHIJ'].map((letter, i) =>
      makeRow({ letter, values: { [dim]: 10 * i }, accuracy: 0.9 - i / 100, seeds: [1, 2, 3] }),
    );
    const all = { withCommon: true, mostRows: null, withTraining: true };
    const html = await picturesOf(comparisonSheet(makeComparison(rows, [dim]), all), 'siamese-lab').html();
    expect(html).not.toMatch(/https?:|\bsrc=|url\(|@import|<link|<script/);
    expect(html.length).toBeLessThan(300_000);
  });
});

describe('a page', () => {
  it('shows each plot where it stands in the sheet', async () => {
    const sheet = contrastSheet(contrastRequest(makeContrast()), { withCommon: false, withTraining: false });
    const [curves, histograms, ...others] = (await picturesOf(sheet, 'siamese-lab').html())
      .split('<figure>')
      .slice(1)
      .map((rest) => rest.split('</figure>')[0]);
    expect(others).toEqual([]);
    expect(curves).toContain('validation loss');
    expect(curves).not.toContain('distances');
    expect(histograms).toContain('A: distances');
    expect(histograms).not.toContain('validation');
  });
});

describe('names of settings', () => {
  it('are as short as they can be told apart', () => {
    const paths = ['network.embeddingDim', 'network.blocks.0.filters', 'network.blocks.1.filters', 'seed', 'data.seed'];
    expect([...shortNames(paths).values()]).toEqual([
      'embeddingDim',
      'blocks.0.filters',
      'blocks.1.filters',
      'seed',
      'data.seed',
    ]);
    expect(formatSettings(paths.slice(0, 2), (path) => (path === dim ? 32 : undefined))).toBe('embeddingDim=32');
  });
});
