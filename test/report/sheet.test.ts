import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/report/csv.ts';
import { drawSvg, rasterize } from '../../src/report/draw.ts';
import { renderHtml } from '../../src/report/html.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { type Screen, screenOf, widthOf } from '../../src/report/screen.ts';
import { type Block, type ColumnOf, type Plot, type Sheet, tableOf } from '../../src/report/sheet.ts';
import { describeSheetChart } from '../../src/report/sheet-chart.ts';
import { formatTable, renderTerminal } from '../../src/report/terminal.ts';

interface Fruit {
  readonly name: string;
  readonly grams: number;
  readonly from: string;
}
const fruits: readonly Fruit[] = [
  { name: 'apple', grams: 182.5, from: 'Kent' },
  { name: 'a rather long-winded name for a pear', grams: 1178, from: 'Styria' },
];
const columns: readonly ColumnOf<Fruit>[] = [
  { title: 'name', cell: ({ name }) => name },
  { title: 'grown.where.exactly', below: 'late', cell: ({ from }) => from },
  {
    title: 'weight in grams',
    align: 'right',
    cell: ({ grams }) => ({ text: `${Math.round(grams)} g`, isBest: grams > 1000 }),
    fields: { grams: ({ grams }) => grams },
  },
];
const table = tableOf(fruits, columns);

const curvesOf = (series: Readonly<Record<string, readonly number[]>>): Plot => ({
  kind: 'plot',
  note: null,
  panels: [
    {
      kind: 'curves',
      title: 'validation accuracy',
      unit: 'share',
      along: 'epoch',
      domain: null,
      series: Object.entries(series).map(([letter, ys]) => ({
        letter,
        name: `curve ${letter}`,
        points: ys.map((y, i) => ({ x: i + 1, y })),
      })),
    },
  ],
});
const rising = Array.from({ length: 60 }, (_, i) => 0.9 - 0.3 * Math.exp(-i / 10));
const falling = rising.map((y) => 1.5 - y);
const histogram: Plot = {
  kind: 'plot',
  note: 'by hand',
  panels: [
    {
      kind: 'histogram',
      title: 'distances',
      along: 'distance',
      from: 0,
      to: 2,
      mark: { x: 1, label: 'threshold 1' },
      series: [
        { name: 'same', counts: [4, 8, 3, 1, 0, 0] },
        { name: 'different', counts: [0, 0, 1, 4, 8, 2] },
      ],
    },
  ],
};

const pipe: Screen = { columns: null, isUnicode: true, isColoured: false };
const wideAs = (columns: number): Screen => ({ ...pipe, columns });
const sheetOf = (...blocks: Block[]): Sheet => ({ title: 'fruit', blocks });
const shown = (screen: Screen, ...blocks: Block[]) => renderTerminal(sheetOf(...blocks), screen);

describe('a table in a terminal', () => {
  it('stands in columns two blanks apart, with no blank at the end of a line', () => {
    const rows = [
      { n: 1, s: 'a' },
      { n: 22, s: 'bbb' },
    ];
    const columns: ColumnOf<(typeof rows)[number]>[] = [
      { title: 's', cell: ({ s }) => s },
      { title: 'n', align: 'right', cell: ({ n }) => String(n) },
    ];
    expect(formatTable(rows, columns, pipe)).toBe('s     n\na     1\nbbb  22');
    expect(formatTable(rows, columns.toReversed(), pipe)).toBe(' n  s\n 1  a\n22  bbb');
  });

  it('stands as it is in a pipe, the best of a column marked', () => {
    expect(shown(pipe, table)).toMatchInlineSnapshot(`
      "name                                  grown.where.exactly  weight in grams
      apple                                 Kent                           183 g
      a rather long-winded name for a pear  Styria                        1178 g◂
      "
    `);
  });

  it('breaks titles where it is too wide, then cuts texts a little', () => {
    expect(shown(wideAs(56), table)).toMatchInlineSnapshot(`
      "                                      grown.   weight
                                            where.       in
      name                                  exactly   grams
      apple                                 Kent      183 g
      a rather long-winded name for a pear  Styria   1178 g◂
      "
    `);
  });

  it('puts settings beneath their rows rather than cut texts much', () => {
    expect(shown(wideAs(40), table)).toMatchInlineSnapshot(`
      "                                 weight
                                           in
      name                              grams
      apple                             183 g
           grown.where.exactly=Kent
      a rather long-winded name for …  1178 g◂
           grown.where.exactly=Styria
      "
    `);
  });

  it('fits every width from 40 columns on', () => {
    const keys = Array.from({ length: 12 }, (_, i) => `network.blocks.${i}.filters`);
    const many = tableOf(fruits, [
      ...columns,
      ...keys.map((title): ColumnOf<Fruit> => ({ title, below: 'late', align: 'right', cell: () => '64' })),
    ]);
    const blocks: Block[] = [
      many,
      { kind: 'text', text: 'a text that goes on and on '.repeat(8).trim() },
      { kind: 'list', items: ['an item that goes on and on '.repeat(8).trim()] },
      curvesOf({ A: rising, B: falling }),
      histogram,
    ];
    for (let columns = 40; columns <= 200; columns++) {
      for (const line of shown(wideAs(columns), ...blocks).split('\n'))
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }
  });

  it('writes nothing beneath a row that has nothing there, and what has no title alone', () => {
    const rows = [
      { note: 'a note that is long', mark: 'kept' },
      { note: '', mark: '' },
    ];
    const noted = tableOf(rows, [
      { title: 'name', isWhole: true, cell: () => 'n'.repeat(30) },
      { title: 'note', below: 'late', cell: ({ note }) => note },
      { title: '', below: 'late', cell: ({ mark }) => mark },
    ]);
    const name = 'n'.repeat(30);
    expect(shown(wideAs(40), noted)).toBe(`name\n${name}\n     note=a note that is long   kept\n${name}\n`);
  });

  it('never cuts a figure', () => {
    const figures = tableOf(
      ['123456789012'],
      [
        { title: 'text', cell: () => 'a text of some thirty letters' },
        ...['a', 'b', 'c'].map((title): ColumnOf<string> => ({ title, align: 'right', cell: (figure) => figure })),
      ],
    );
    const [, row] = shown(wideAs(40), figures).split('\n');
    expect(row).toBe('a text …  123456789012  123456789012  123456789012');
  });

  it('cuts no text to fewer than eight letters, even where the table then does not fit', () => {
    const letters = [...'abcdefgh'];
    const wide = tableOf(
      ['a text of more than eight letters'],
      letters.map((title): ColumnOf<string> => ({ title, cell: (text) => text })),
    );
    expect(shown(wideAs(40), wide).split('\n')[1]).toBe(letters.map(() => 'a text …').join('  '));
  });

  it('aligns by what letters take on the screen', () => {
    const names = ['数字', 'é', 'x'];
    const lines = shown(
      pipe,
      tableOf(names, [
        { title: 'name', cell: (name) => name },
        { title: 'n', cell: () => '1' },
      ]),
    );
    expect(
      lines
        .split('\n')
        .slice(1, -1)
        .map((line) => widthOf(line.slice(0, line.indexOf('1')))),
    ).toEqual([6, 6, 6]);
  });

  it('lets no text move the cursor', () => {
    expect(shown(pipe, tableOf(['a\x1b[2Jb\nc'], [{ title: 'name', cell: (name) => name }]))).toBe('name\na [2Jb c\n');
    const evil = '\x1b[2J';
    const { panels } = curvesOf({ A: rising, B: falling });
    const plot = { kind: 'plot', note: evil, panels: panels.map((panel) => ({ ...panel, title: evil })) } as Plot;
    expect(shown(pipe, plot, { kind: 'text', text: evil }, { kind: 'list', items: [evil] })).not.toContain('\x1b');
  });
});

describe('a plot in a terminal', () => {
  it('tells curves apart by their letters, without colour', () => {
    expect(shown(wideAs(46), curvesOf({ A: rising, B: falling }))).toMatchInlineSnapshot(`
      "validation accuracy
      90.0 % ┤⢣             ⣀A⡠⠤⠤⠔⠒⠒⠒⠒⠒⠒⠊A⠉⠉⠉⠉⠉⠉⠉⠉⠉A
             │ ⠣⡀      ⢀⠤⠔⠊⠉
             │  ⠱⡀  ⢀⠔⠊⠁
             │   ⠑⢄⠔⠁
             │   A⠊⠢⡀
             │  ⡰⠁  ⠈⠢⣀⡀
             │ ⡔⠁      B⠒⠢⢄⣀
      60.0 % ┤⡜             ⠉⠉⠑⠒⠒⠢⠤B⠤⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀B
             └──────────────────────────────────────
              1               epoch               60
      A curve A   B curve B
      "
    `);
  });

  it('keeps its shape where letters are two', () => {
    const [one, two] = [
      { A: rising, B: falling },
      { AA: rising, AB: falling },
    ].map((series) => shown(wideAs(46), curvesOf(series)).split('\n').slice(0, -2));
    expect(two).toEqual(one);
  });

  it('shows the first of two curves where they meet, but for the letters of the other', () => {
    const text = shown({ ...wideAs(46), isColoured: true }, curvesOf({ A: rising, B: rising }));
    const [curves] = text.split('curve A') as [string];
    const ofSecond = curves
      .split('\x1b[33m')
      .slice(1)
      .map((rest) => rest.split('\x1b')[0]);
    expect(ofSecond.length).toBeGreaterThan(0);
    expect(new Set(ofSecond)).toEqual(new Set(['B']));
  });

  it('is ASCII where the terminal is', () => {
    const text = shown({ ...wideAs(46), isUnicode: false }, curvesOf({ A: rising, B: falling }), histogram);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(text).toMatchInlineSnapshot(`
      "validation accuracy
      90.0 % +.             .A...........A.........A
             | ..      .....
             |  ..  ....
             |   ....
             |   A...
             |  ..  ....
             | ..      B....
      60.0 % +.             .......B...............B
             +--------------------------------------
              1               epoch               60
      A curve A   B curve B

      distances
                      ######
      same      ##################......
                                        ######
      different             ......############::::::
                                  ^ threshold 1
                0.000         distance         2.000
      by hand
      "
    `);
  });

  it('draws both kinds of distances one above the other, with the threshold', () => {
    expect(shown(wideAs(40), histogram)).toMatchInlineSnapshot(`
      "distances
                     █████
      same      ██████████▆▆▆▆▆▂▂▂▂▂
                                    █████
      different           ▂▂▂▂▂██████████▄▄▄▄▄
                               ▴ threshold 1
                0.000      distance      2.000
      by hand
      "
    `);
  });

  it('puts panels abreast where there is room', () => {
    const { panels } = curvesOf({ A: rising });
    const two: Plot = { kind: 'plot', note: null, panels: [...panels, ...panels] };
    const heightAt = (columns: number) => shown(wideAs(columns), two).trimEnd().split('\n').length;
    expect(heightAt(70)).toBe(2 * heightAt(80));
  });

  it('leaves a gap where a figure is not finite, and copes with one point, none, and all alike', () => {
    for (const ys of [[0.5], [], [Number.NaN], [0.5, Number.NaN, 0.6], [0.7, 0.7, 0.7]]) {
      const text = shown(wideAs(40), curvesOf({ A: ys }));
      expect(text).not.toMatch(/NaN|Infinity|undefined/);
      expect(text.trimEnd().split('\n')).toHaveLength(11);
    }
  });

  it('is coloured only where the screen is', () => {
    const colour = '\x1b[';
    expect(shown(pipe, table, curvesOf({ A: rising, B: falling }), histogram)).not.toContain(colour);
    expect(shown({ ...pipe, isColoured: true }, curvesOf({ A: rising }))).toContain(colour);
  });
});

describe('the screen', () => {
  const streamOf = (properties: object) =>
    Object.assign(new PassThrough(), properties) as unknown as NodeJS.WriteStream;

  it.each([
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'de_AT.utf8' }, true],
    [{}, true],
    [{ LANG: 'C' }, false],
    [{ LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, false],
    [{ TERM: 'linux', LANG: 'en_US.UTF-8' }, false],
  ])('with %j shows letters beyond ASCII: %j', (env, isUnicode) => {
    expect(screenOf(streamOf({ isTTY: true, columns: 100 }), env, 'linux')).toMatchObject({ columns: 100, isUnicode });
  });

  it('is 80 columns wide where a terminal does not tell, and never narrower than 40', () => {
    expect(screenOf(streamOf({ isTTY: true }), {}).columns).toBe(80);
    expect(screenOf(streamOf({ isTTY: true, columns: 12 }), {}).columns).toBe(40);
  });

  it('has no width in a pipe', () => {
    expect(screenOf(streamOf({ isTTY: false }), {})).toMatchObject({ columns: null, isColoured: false });
  });
});

describe('CSV', () => {
  it('has figures in full, and quotes where it must', () => {
    expect(renderCsv(table)).toBe(
      'name,grown.where.exactly,grams\napple,Kent,182.5\na rather long-winded name for a pear,Styria,1178\n',
    );
    const hard = tableOf(
      ['a,b', 'say "yes"', 'two\nlines', 'back\rto', ' '],
      [{ title: 'text', cell: (text) => text, fields: { text: (text) => text, nothing: () => null } }],
    );
    expect(renderCsv(hard)).toBe('text,nothing\n"a,b",\n"say ""yes""",\n"two\nlines",\n"back\rto",\n ,\n');
  });

  it('holds no text that a spreadsheet would work out, and every number as it is', () => {
    const texts = ['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', '=a,b', '-0.5', '+5', '-1e-7', 'a=b', '–'];
    const odd = tableOf(texts, [
      { title: 'text', cell: (text) => text, fields: { text: (text) => text, n: () => -1 } },
    ]);
    expect(renderCsv(odd)).toBe(
      `text,n\n'=1+1,-1\n'+cmd,-1\n'-2+3,-1\n'@SUM(A1),-1\n'\tx,-1\n"'=a,b",-1\n-0.5,-1\n+5,-1\n-1e-7,-1\na=b,-1\n–,-1\n`,
    );
  });
});

describe('Markdown', () => {
  it('is a document with tables, lists and plots', () => {
    const blocks: Block[] = [
      { kind: 'heading', text: 'What differs' },
      table,
      { kind: 'text', text: 'The pear is heavier.', tone: 'strong' },
      { kind: 'list', items: ['one', 'two'] },
      histogram,
    ];
    expect(renderMarkdown(sheetOf(...blocks))).toMatchInlineSnapshot(`
      "# fruit

      ## What differs

      | name | grown.where.exactly | weight in grams |
      | --- | --- | ---: |
      | apple | Kent | 183 g |
      | a rather long-winded name for a pear | Styria | **1178 g** |

      **The pear is heavier.**

      - one
      - two

      \`\`\`text
      distances
                        ████████
      same      ████████████████▆▆▆▆▆▆▆▆▂▂▂▂▂▂▂▂
                                                ████████
      different                 ▂▂▂▂▂▂▂▂████████████████▄▄▄▄▄▄▄▄
                                        ▴ threshold 1
                0.000               distance               2.000
      by hand
      \`\`\`
      "
    `);
  });

  it('takes texts for texts', () => {
    const text = '# a|b <script> *x* [l](u) `c` &amp; snake_case _it_ \\';
    expect(renderMarkdown(sheetOf({ kind: 'text', text })).split('\n')[2]).toBe(
      '\\# a\\|b \\<script\\> \\*x\\* \\[l\\](u) \\`c\\` \\&amp; snake_case \\_it\\_ \\\\',
    );
  });
});

describe('HTML', () => {
  const evil = `<script>alert("x")</script>&'`;
  const blocks: Block[] = [
    { kind: 'heading', text: evil },
    tableOf([evil], [{ title: evil, cell: (text) => ({ text, isBest: true }) }]),
    { kind: 'text', text: evil, tone: 'note' },
    { kind: 'list', items: [evil] },
    { ...curvesOf({ A: rising, B: falling }), note: evil },
  ];
  const page = async () => {
    const plots = blocks.filter((block) => block.kind === 'plot');
    const drawings = [await drawSvg(describeSheetChart(plots, null))];
    return renderHtml({ title: evil, blocks }, { drawings, maker: 'siamese-lab' });
  };

  it('writes every text as text', async () => {
    const html = await page();
    expect(html).not.toContain('<script');
    expect(html.match(/&lt;script&gt;alert\(&quot;x&quot;\)&lt;\/script&gt;&amp;&#39;/g)).toHaveLength(8);
  });

  it('has coordinates to the tenth of a pixel', () => {
    const drawings = ['<svg xmlns="http://www.w3.org/2000/svg"><path d="M12.345,-0.96L7,100.25"/>1.234</svg>'];
    const html = renderHtml(sheetOf(curvesOf({ A: rising })), { drawings, maker: 'siamese-lab' });
    expect(html).toContain('<svg><path d="M12.3,-1L7,100.3"/>1.234</svg>');
  });

  it('needs nothing but itself', async () => {
    const html = await page();
    expect(html).not.toMatch(/https?:|\bsrc=|\bhref=|url\(|@import|<link|<script|<iframe/);
    expect(html).toContain('<svg');
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).toContain('@media print');
  });
});

describe('a chart', () => {
  const heading = { title: 'two <curves>', subtitle: 'by hand' };
  const few = curvesOf({ A: [0.7, 0.8, 0.82], B: [0.6, 0.75, 0.85] });

  it('lays curves over one another, under a legend', async () => {
    await expect(await drawSvg(describeSheetChart([few], heading))).toMatchFileSnapshot('sheet-chart.svg.snap');
  });

  it('has a band where points have one, and none where they have not', async () => {
    const banded = {
      ...few,
      panels: few.panels.map((panel) => ({
        ...panel,
        series: panel.series.map((each) => ({
          ...each,
          points:
            'points' in each ? each.points.map((point) => ({ ...point, low: point.y - 0.1, high: point.y + 0.1 })) : [],
        })),
      })),
    } as Plot;
    const bandsOf = async (plot: Plot) =>
      (await drawSvg(describeSheetChart([plot], null))).match(/opacity="0\.2"/g)?.length ?? 0;
    expect(await bandsOf(banded)).toBe(2);
    expect(await bandsOf(few)).toBe(0);
  });

  /** What its marks are drawn from. */
  const valuesOf = (plot: Plot): Record<string, number | string>[] => {
    const chart = describeSheetChart([plot], null) as unknown as {
      vconcat: [{ concat: [{ data: { values: Record<string, number | string>[] } }] }];
    };
    return chart.vconcat[0].concat[0].data.values;
  };

  it('lays a shorter curve over a longer one', () => {
    const names = valuesOf(curvesOf({ A: [0.7, 0.8], B: [0.7, 0.8, 0.9] })).map(({ name }) => String(name)[0]);
    expect(names.join('')).toBe('BBBAA');
  });

  it('keeps the least and the greatest of a curve that is thinned, in their order', () => {
    const curve = Array.from({ length: 5000 }, (_, i) => 0.5 + 0.01 * Math.sin(i));
    curve[1234] = 0.9;
    curve[1236] = 0.1;
    curve[4000] = 0.2;
    curve[4002] = 0.8;
    const values = valuesOf(curvesOf({ A: curve }));
    const xs = values.map(({ x }) => Number(x));
    expect(values.length).toBeLessThanOrEqual(800);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    for (const y of [0.9, 0.1, 0.2, 0.8]) expect(values.map((value) => value['y'])).toContain(y);
  });

  it('shows a histogram as shares of its own pairs, in bins from end to end', () => {
    const values = valuesOf(histogram);
    const ofSame = values.filter(({ name }) => name === 'same');
    expect(ofSame.map(({ share }) => share)).toEqual([4, 8, 3, 1, 0, 0].map((count) => count / 16));
    expect(ofSame.map(({ from }) => Number(from).toFixed(2))).toEqual(['0.00', '0.33', '0.67', '1.00', '1.33', '1.67']);
    expect(ofSame.map(({ to }) => Number(to).toFixed(2))).toEqual(['0.33', '0.67', '1.00', '1.33', '1.67', '2.00']);
    const ofDifferent = values.filter(({ name }) => name === 'different');
    expect(ofDifferent.map(({ share }) => share)).toEqual([0, 0, 1, 4, 8, 2].map((count) => count / 15));
  });

  it('becomes a picture', async () => {
    const png = await rasterize(await drawSvg(describeSheetChart([few, histogram], heading)));
    expect(Buffer.from(png.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  });

  it('stays small with ten curves of a thousand epochs', async () => {
    const long = Array.from({ length: 1000 }, (_, i) => 0.9 - 0.3 * Math.exp(-i / 100) + 0.01 * Math.sin(i * i));
    const ten = curvesOf(
      Object.fromEntries([...'ABCDEFGHIJ'].map((letter, i) => [letter, long.map((y) => y - i / 50)])),
    );
    const four: Plot = { ...ten, panels: [...ten.panels, ...ten.panels, ...ten.panels, ...ten.panels] };
    const svg = await drawSvg(describeSheetChart([four], null));
    const html = renderHtml(sheetOf(four), { drawings: [svg], maker: 'siamese-lab' });
    expect(html.length).toBeLessThan(500_000);
    expect(svg).not.toMatch(/NaN|Infinity/);
  });
});
