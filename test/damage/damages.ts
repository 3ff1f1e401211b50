/** What happens to files of run folders: on disks, by editors, by hand, by other versions. A seed repeats it. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Dice } from '../mutants/random.ts';

export interface DamageDone {
  /** of the run folder */
  readonly name: string;
  readonly file: string;
  readonly kind: string;
}

type Damage = (path: string, dice: Dice, others: readonly string[]) => void;

const rewrite =
  (change: (bytes: Buffer, dice: Dice) => Buffer | string): Damage =>
  (path, dice) =>
    writeFileSync(path, change(readFileSync(path), dice));

function flipBits(bytes: Buffer, dice: Dice, count: number): Buffer {
  for (let i = 0; i < count && bytes.length > 0; i++) {
    const at = dice.below(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << dice.below(8));
  }
  return bytes;
}

/** One of the figures in it becomes another. */
function changeFigure(bytes: Buffer, dice: Dice): string {
  const text = bytes.toString('latin1');
  const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
  if (digits.length === 0) return `${text}0`;
  const at = dice.pick(digits);
  return `${text.slice(0, at)}${(Number(text[at]) + 1 + dice.below(9)) % 10}${text.slice(at + 1)}`;
}

function changeFormat(bytes: Buffer, dice: Dice): string {
  const format = dice.pick(['0', '1', '2', '3', '5', '99', '-1', '1e400', '"4"', 'null', '[4]', '4.5']);
  return bytes.toString('latin1').replace(/"format": ?\d+/, `"format": ${format}`);
}

function loseKey(bytes: Buffer, dice: Dice): string {
  const lines = bytes.toString('latin1').split('\n');
  return lines.toSpliced(dice.below(lines.length), 1).join('\n');
}

const kinds: Readonly<Record<string, Damage>> = {
  'a bit': rewrite((bytes, dice) => flipBits(bytes, dice, 1)),
  'some bits': rewrite((bytes, dice) => flipBits(bytes, dice, 2 + dice.below(63))),
  'a figure': rewrite(changeFigure),
  'a line less': rewrite(loseKey),
  'cut anywhere': rewrite((bytes, dice) => bytes.subarray(0, dice.below(bytes.length + 1))),
  'cut at the end': rewrite((bytes, dice) => bytes.subarray(0, Math.max(0, bytes.length - 1 - dice.below(40)))),
  emptied: rewrite(() => ''),
  'zeros in it': rewrite((bytes, dice) => bytes.fill(0, dice.below(bytes.length + 1))),
  noise: rewrite((bytes, dice) => Buffer.from(bytes.map(() => dice.below(256)))),
  longer: rewrite((bytes, dice) =>
    Buffer.concat([bytes, dice.pick([bytes, Buffer.from('\n'), Buffer.from('0'), Buffer.alloc(512)])]),
  ),
  'of another format': rewrite(changeFormat),
  "another run's": (path, dice, others) => copyFileSync(dice.pick(others), path),
  'a folder': (path) => {
    rmSync(path);
    mkdirSync(path);
  },
  gone: (path) => rmSync(path),
  'gone with its folder': (path) => rmSync(dirname(path), { recursive: true }),
  unreadable: (path) => {
    if (process.getuid?.() !== 0) return chmodSync(path, 0);
    rmSync(path);
    symlinkSync(path, path); // root reads everything else
  },
};

/** Damages a file of one of the runs, or two of one. */
export function damage(runsFolder: string, dice: Dice): DamageDone[] {
  const names = readdirSync(runsFolder).sort();
  const name = dice.pick(names);
  const count = dice.next() < 0.8 ? 1 : 2;
  return Array.from({ length: count }, () => damageOne(runsFolder, name, names, dice)).filter((done) => done !== null);
}

function damageOne(runsFolder: string, name: string, names: readonly string[], dice: Dice): DamageDone | null {
  const folder = join(runsFolder, name);
  const files = filesBelow(folder);
  if (files.length === 0) return null;
  // Those that are read, mostly.
  const read = files.filter((file) =>
    /^(run\.json|metrics\.csv|evaluation\.json|resolved\.yaml|model|checkpoint)/.test(file),
  );
  const file = read.length > 0 && dice.next() < 0.9 ? dice.pick(read) : dice.pick(files);
  const others = names
    .filter((each) => each !== name)
    .map((each) => join(runsFolder, each, file))
    .filter((path) => existsSync(path));
  const possible = Object.keys(kinds).filter(
    (kind) =>
      (kind !== "another run's" || others.length > 0) &&
      (kind !== 'gone with its folder' || file.includes('/')) &&
      (kind !== 'of another format' || file.endsWith('.json')) &&
      (!['a figure', 'a line less'].includes(kind) || /\.(json|csv|yaml|txt)$/.test(file)),
  );
  const kind = dice.pick(possible);
  (kinds[kind] as Damage)(join(folder, file), dice, others);
  return { name, file, kind };
}

/** Relative names of the regular files, in order. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).size > 0)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
