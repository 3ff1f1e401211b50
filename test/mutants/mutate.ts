/**
 * Experiment files and overrides changed at random: bytes, words, lines, the values of the YAML, and what hostile files
 * are made of. The same seed and number give the same mutant.
 */
import { parseDocument, stringify } from 'yaml';
import { Dice } from './random.ts';

export interface Mutant {
  /** by name, beside the files of experiments/ */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** the one to load */
  readonly file: string;
  readonly overrides: readonly string[];
}

export interface Corpus {
  /** the texts of sound files */
  readonly texts: readonly string[];
  /** `network.blocks[].filters` */
  readonly keyPaths: readonly string[];
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Number `nth` of a seed's mutants. */
export function mutantOf(seed: number, nth: number, corpus: Corpus): Mutant {
  const dice = new Dice(Math.imul(seed, 0x9e3779b1) ^ Math.imul(nth + 1, 0x85ebca6b));
  const base = dice.pick(corpus.texts);
  const overrides = dice.next() < 0.3 ? someOverrides(dice, corpus) : [];
  if (dice.next() < 0.06) return { ...hostileExtends(dice, base), overrides };
  if (dice.next() < 0.3) {
    const text = mildly(base, dice, corpus);
    return { files: { 'mutant.yaml': text }, file: 'mutant.yaml', overrides: dice.next() < 0.5 ? [] : overrides };
  }
  let text: string | Uint8Array = base;
  for (let left = overrides.length > 0 ? dice.below(3) : 1 + dice.size(6); left > 0 && typeof text === 'string'; left--)
    text = dice.pick(changes)(text, dice, corpus);
  return { files: { 'mutant.yaml': text }, file: 'mutant.yaml', overrides };
}

/** What may well be a sound file: other numbers and words, and a key more here and there. */
function mildly(base: string, dice: Dice, { keyPaths }: Corpus): string {
  const numbered = base.replaceAll(/(?<=[:,[] ?)\d[\d.]*(?=[\s,\]}])/g, (number) =>
    dice.next() < 0.7 ? number : String(dice.pick([1, 2, 3, 0.5, Number(number) + 1, Number(number) * 2])),
  );
  if (dice.next() < 0.5) return numbered;
  const key = dice.pick(keyPaths).replace(/^.*\./, '').replace('[]', '');
  const value = JSON.stringify(someSetting(dice));
  return numbered.replace(/^(\w+):( \{)?$/m, (whole) => `${whole}\n  ${key}: ${value}`);
}

type Change = (text: string, dice: Dice, corpus: Corpus) => string | Uint8Array;

const words: readonly string[] = [
  ...[
    '0',
    '-1',
    '1e308',
    '1e309',
    '-0',
    '.inf',
    '-.inf',
    '.nan',
    '0x10',
    '0o17',
    '1_000',
    '1e-400',
    '9007199254740993',
  ],
  ...[
    '99999999999999999999',
    '4294967296',
    '2147483648',
    '1.5',
    '1.0',
    '',
    ' ',
    'null',
    '~',
    'true',
    'yes',
    'on',
    'Off',
  ],
  ...[
    '2026-11-30',
    '12:30:45',
    '"',
    "'",
    '|',
    '>',
    '>-',
    '{',
    '}',
    '[',
    ']',
    '{}',
    '[]',
    ',',
    ':',
    ': ',
    '- ',
    '? ',
    '#',
  ],
  ...[
    '&a',
    '*a',
    '*b',
    '<<',
    '<<: *a',
    '!',
    '!!str',
    '!!int 3',
    '!!binary aGk=',
    '!!set {a}',
    '!x',
    '!<tag:a>',
    '%YAML 1.1\n---\n',
  ],
  ...[
    '---',
    '...',
    '\t',
    '\r',
    '\r\n',
    '\0',
    '\u001b[2J',
    '\u202e',
    '\u2028',
    '\ufeff',
    '𝕏',
    'é',
    '\ud800',
    '\u00a0',
    'ﬀ',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'length',
    '__proto__: {seed: 1}',
    'prototype',
    'valueOf',
  ],
  ...[
    'extends',
    'sweep',
    'grid',
    'zip',
    'exclude',
    'budget',
    'lr',
    'batch_size',
    'learning_rate',
    `\${a.b}`,
    '10%',
    '0,001',
  ],
  ...[
    'network',
    'blocks',
    'filters',
    'kernelSize',
    'training',
    'optimizer',
    'name',
    'seed',
    'data',
    'source',
    'mnist',
    'adam',
  ],
];

const ofBytes: Change = (text, dice) => {
  const bytes = [...Buffer.from(text)];
  for (let left = dice.size(8); left >= 0; left--) {
    const at = dice.below(bytes.length + 1);
    const kind = dice.below(4);
    if (kind === 0) bytes.splice(at, dice.size(40));
    else if (kind === 1) bytes.splice(at, 0, dice.below(256));
    else if (kind === 2) bytes[at] = dice.below(256);
    else bytes.splice(at, 0, ...bytes.slice(dice.below(bytes.length + 1)).slice(0, dice.size(200)));
  }
  return dice.next() < 0.5 ? Uint8Array.from(bytes) : new TextDecoder().decode(Uint8Array.from(bytes));
};

const ofWords: Change = (text, dice) => {
  const found = [...text.matchAll(/[\w.-]+|[^\s\w]/g)];
  if (found.length === 0) return dice.pick(words);
  const { index, 0: word } = dice.pick(found);
  const end = dice.next() < 0.7 ? index + word.length : index;
  return `${text.slice(0, index)}${dice.pick(words)}${text.slice(end)}`;
};

const ofLines: Change = (text, dice) => {
  const lines = text.split('\n');
  const [at, other] = [dice.below(lines.length), dice.below(lines.length)];
  const line = lines[at] as string;
  const kind = dice.below(6);
  if (kind === 0) lines.splice(at, 1);
  else if (kind === 1) lines.splice(other, 0, line);
  else if (kind === 2) lines[at] = ' '.repeat(dice.below(9)) + line.trimStart();
  else if (kind === 3) lines[at] = `\t${line}`;
  else if (kind === 4) [lines[at], lines[other]] = [lines[other] as string, line];
  else lines.splice(at, 0, dice.pick(words));
  return lines.join('\n');
};

/** A value that hardly any key takes, some of them large. */
function someValue(dice: Dice): Json {
  const many = dice.size(dice.next() < 0.05 ? 3000 : 60);
  switch (dice.below(12)) {
    case 0:
      return dice.pick([0, -1, 1e9, 1e300, 2 ** 53, 2 ** 31, 0.5, 1e-300, 65536, 16384, 4096]);
    case 1:
      return dice.pick(words);
    case 2:
      return dice.pick(words).repeat(dice.size(2000));
    case 3:
      return Array.from({ length: many }, (_, i) => i);
    case 4:
      return Object.fromEntries(Array.from({ length: many }, (_, i): [string, Json] => [`k${i}`, i]));
    case 5:
      return nested(dice.size(400), (inner) => [inner]);
    case 6:
      return nested(dice.size(400), (inner) => ({ [dice.pick(words)]: inner }));
    case 7:
      return [someValue(dice), someValue(dice)];
    case 8:
      return { [dice.pick(words)]: someValue(dice) };
    default:
      return dice.pick<Json>([null, true, false, '', 1, 2, 3, 'adam', 'sgd', [2, 3], {}, []]);
  }
}

function nested(depth: number, around: (inner: Json) => Json): Json {
  let value: Json = 1;
  for (let i = 0; i < depth; i++) value = around(value);
  return value;
}

/** Every list and mapping within a value, itself too. */
function containersOf(value: Json): (Json[] | { [key: string]: Json })[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return [value, ...Object.values(value).flatMap(containersOf)];
}

const ofValues: Change = (text, dice, corpus) => {
  let value: Json;
  let containers: ReturnType<typeof containersOf>;
  try {
    const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
    if (document.errors.length > 0) return ofWords(text, dice, corpus);
    value = document.toJS({ maxAliasCount: 100 }) as Json;
    containers = containersOf(value);
  } catch {
    return ofWords(text, dice, corpus); // too deep
  }
  if (containers.length === 0) return ofWords(text, dice, corpus);
  const container = dice.pick(containers);
  if (Array.isArray(container)) {
    const kind = dice.below(3);
    if (kind === 0) container.push(someValue(dice));
    else if (kind === 1) container.length = dice.below(container.length + 1);
    else container[dice.below(container.length + 1)] = someValue(dice);
  } else changeMapping(container, dice, corpus);
  return written(value, dice);
};

/** As YAML or JSON; what is large or deep as JSON, which takes less time to write. */
function written(value: Json, dice: Dice): string {
  const indent = dice.below(3);
  const compact = JSON.stringify(value);
  // what is deep would have as many blanks as the square of its depth
  const json = compact.length > 5000 ? compact : JSON.stringify(value, null, indent);
  const isSmall = json.length < 4000 && !/[\]}]{20}/.test(json.replaceAll(/\s/g, ''));
  return isSmall && dice.next() < 0.7 ? stringify(value, { aliasDuplicateObjects: false }) : json;
}

function changeMapping(mapping: { [key: string]: Json }, dice: Dice, { keyPaths }: Corpus): void {
  const keys = Object.keys(mapping);
  const key = keys.length === 0 ? 'x' : dice.pick(keys);
  const known = dice.pick(keyPaths).replace(/^.*\./, '').replace('[]', '');
  switch (dice.below(6)) {
    case 0:
      delete mapping[key];
      break;
    case 1:
      mapping[known] = someValue(dice); // known elsewhere, or here
      break;
    case 2: {
      const at = dice.below(key.length + 1);
      mapping[key.slice(0, at) + dice.pick(['x', '_', 'é', '.', ' ', '', '-']) + key.slice(at + dice.below(2))] =
        mapping[key] ?? 1;
      break;
    }
    case 3:
      mapping[dice.pick(words)] = someValue(dice);
      break;
    case 4:
      for (let i = dice.size(dice.next() < 0.1 ? 1500 : 50); i > 0; i--)
        mapping[`${dice.pick(['k', known, key])}${i}`] = i;
      break;
    default:
      mapping[key] = someValue(dice);
  }
}

/** Anchors and aliases: far away, within themselves, a bomb of them. */
const ofAliases: Change = (text, dice) => {
  switch (dice.below(4)) {
    case 0: {
      const levels = dice.below(12);
      const each = 2 + dice.below(9);
      const lines = Array.from(
        { length: levels },
        (_, i) =>
          `a${i}: &a${i} [${Array(each)
            .fill(i === 0 ? 'x' : `*a${i - 1}`)
            .join(', ')}]`,
      );
      return `${lines.join('\n')}\n${text}`;
    }
    case 1:
      return `a: &a { b: *a }\n${text}`;
    case 2:
      return text.replaceAll(/: (\w+)$/gm, (whole, word: string) => dice.pick([whole, `: &a ${word}`, ': *a']));
    default:
      return text.replace(/^(\w+):/m, (_, key: string) => `${key}: &a\n  <<: *a`);
  }
};

/** Nesting that recursion may not survive, without closing it at times. */
const ofNesting: Change = (text, dice) => {
  const depth = dice.size(dice.next() < 0.1 ? 20_000 : 500);
  const [open, close] = dice.pick<[string, string]>([
    ['[', ']'],
    ['{a: ', '}'],
    ['- ', ''],
    ['? ', ''],
    ['&a [', ']'],
    ['!x [', ']'],
  ]);
  const inner = open.repeat(depth) + dice.pick(['', '1', close.repeat(depth)]);
  return dice.next() < 0.5 ? `${text}\ndescription: ${inner}\n` : text.replace(/: [^\n]*/, `: ${inner}`);
};

const ofSize: Change = (text, dice) => {
  const count = dice.size(dice.next() < 0.1 ? 30_000 : 300);
  const repeat = (line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('');
  switch (dice.below(6)) {
    case 0:
      return text + repeat((i) => `unknown${i}: ${i}\n`);
    case 1:
      return text + repeat(() => 'seed: 1\n');
    case 2:
      return `${text}\ndescription: "${'é'.repeat(count)}"\n`;
    case 3:
      return `${'x'.repeat(count)}: 1\n${text}`;
    case 4:
      return text.replace(
        /blocks:[\s\S]*?(?=\n\w|\n {2}\w|$)/,
        `blocks: [${'{ filters: 1, x: 2 }, '.repeat(Math.min(count, 3000))}]`,
      );
    default:
      return text + repeat(() => '#\n') + repeat(() => ' ');
  }
};

/** A sweep over anything, of any size, well formed or not. */
const ofSweeps: Change = (text, dice, { keyPaths }) => {
  const path = () => keyPathOf(dice.pick(keyPaths), dice);
  const values = (): Json[] => {
    const count = dice.size(dice.next() < 0.03 ? 2000 : 6);
    return Array.from({ length: count }, (_, i) => (dice.next() < 0.6 ? i + 1 : someSetting(dice)));
  };
  const grid = Object.fromEntries(
    Array.from({ length: dice.size(dice.next() < 0.03 ? 150 : 4) }, () => [path(), values()]),
  );
  const zipKeys = Array.from({ length: dice.below(4) }, path);
  const zip = Array.from({ length: dice.size(6) }, (_, i) =>
    Object.fromEntries(zipKeys.map((key): [string, Json] => [key, i + dice.below(2)])),
  );
  const exclude = Array.from({ length: dice.below(4) }, () =>
    Object.fromEntries(
      Object.entries(grid)
        .map(([key, list]): [string, Json] => [key, list[0] ?? 0])
        .slice(0, 2),
    ),
  );
  const sweep: Record<string, Json> = { grid };
  if (dice.next() < 0.4) sweep['zip'] = zip;
  if (dice.next() < 0.3) sweep['exclude'] = exclude;
  if (dice.next() < 0.2)
    sweep['budget'] = { eta: dice.below(5), min: dice.below(4), max: dice.pick<Json>([null, 3, 27, 0]) };
  if (dice.next() < 0.1) sweep[dice.pick(words)] = someValue(dice);
  return `${text.replace(/^sweep:.*(?:\n .*)*/m, '')}\nsweep: ${JSON.stringify(sweep)}\n`;
};

const changes: readonly Change[] = [
  ...[
    ofBytes,
    ofWords,
    ofWords,
    ofLines,
    ofLines,
    ofValues,
    ofValues,
    ofValues,
    ofValues,
    ofAliases,
    ofNesting,
    ofSize,
    ofSweeps,
    ofSweeps,
  ],
];

const someSetting = (dice: Dice): Json =>
  dice.pick<Json>([
    0.1,
    1,
    2,
    64,
    'adam',
    'sgd',
    { name: 'sgd' },
    { name: 'adamw', weightDecay: 1 },
    null,
    true,
    'test',
    [2, 2],
    'flatten',
  ]);

/** `network.blocks[].filters` → `network.blocks.1.filters`, at times wrong. */
function keyPathOf(path: string, dice: Dice): string {
  const written = path.replaceAll('[]', () =>
    dice.pick(['.0', '.1', '[0]', '.-1', '.999999999999', '[x]', '.0', '.0']),
  );
  const kind = dice.below(12);
  if (kind === 0) return `${written}.${dice.pick(words)}`;
  if (kind === 1) return written.slice(0, dice.below(written.length + 1));
  if (kind === 2) return `${written}.`.repeat(dice.size(200));
  if (kind === 3) return dice.pick(words);
  return written;
}

function someOverrides(dice: Dice, { keyPaths }: Corpus): string[] {
  const count = 1 + dice.size(dice.next() < 0.02 ? 1500 : 6);
  return Array.from({ length: count }, () => {
    const path = keyPathOf(dice.pick(keyPaths), dice);
    const value =
      dice.next() < 0.5
        ? JSON.stringify(someSetting(dice))
        : dice.next() < 0.5
          ? dice.pick(words)
          : JSON.stringify(someValue(dice));
    return `${path}${dice.pick(['=', '=', '=', '=', '=', ' =', '==', ''])}${value}`;
  });
}

/** Files that extend themselves, one another, nothing, or far too many. */
function hostileExtends(dice: Dice, base: string): Omit<Mutant, 'overrides'> {
  const extending = (name: string) => `extends: ${name}\n${base.replace(/^extends:.*$/m, '')}`;
  switch (dice.below(6)) {
    case 0:
      return { files: { 'mutant.yaml': extending('mutant.yaml') }, file: 'mutant.yaml' };
    case 1:
      return {
        files: { 'mutant.yaml': extending('other.yaml'), 'other.yaml': extending('./mutant.yaml') },
        file: 'mutant.yaml',
      };
    case 2: {
      const count = 2 + dice.size(150);
      const chain = Array.from({ length: count }, (_, i) => [
        `c${i}.yaml`,
        i + 1 < count ? `extends: c${i + 1}.yaml\nseed: ${i}` : base,
      ]);
      return { files: Object.fromEntries(chain), file: 'c0.yaml' };
    }
    case 3: {
      const name = dice.pick([
        '.',
        '/',
        '/dev/null',
        '/dev/zero',
        '/etc/hostname',
        'a'.repeat(5000),
        '../'.repeat(1000),
        '\\0',
        '*',
        '"[1]"',
        '{}',
        '~',
      ]);
      return { files: { 'mutant.yaml': extending(name) }, file: 'mutant.yaml' };
    }
    case 4:
      return { files: { 'mutant.yaml': `extends: [${'a.yaml, '.repeat(dice.size(3000))}]\n` }, file: 'mutant.yaml' };
    default:
      return {
        files: {
          'mutant.yaml': `extends: mnist-quick.yaml\n${dice.pick(words)}: ${dice.pick(words)}\ntraining: { ${dice.pick(words)}: 1 }\n`,
        },
        file: 'mutant.yaml',
      };
  }
}
