/** Runs folders as somebody may hand them over: with links, pipes and other things at every name that the program knows. */
import { execFileSync } from 'node:child_process';
import { cpSync, linkSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { integerAt, purpose, streamKey } from '../../src/random/index.ts';
import { runFiles } from '../../src/record/index.ts';
import { kindOf } from '../../src/text/node.ts';

/** What a seed decides. */
export class Choices {
  readonly #key: ReturnType<typeof streamKey>;
  #count = 0;

  constructor(seed: number) {
    this.#key = streamKey(seed, purpose.partner);
  }

  below(count: number): number {
    return integerAt(this.#key, this.#count++, count);
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

export interface Place {
  /** holds the folders below, and what is to be trained */
  readonly folder: string;
  readonly runs: string;
  /** nothing in it may change */
  readonly canary: string;
  /** names of the runs */
  readonly names: readonly string[];
}

/** `template`: a folder of sound runs. In the canary is a run, too, so that whoever follows a link finds what they expect. */
export function makePlace(folder: string, template: string, names: readonly string[]): Place {
  const [runs, canary] = [join(folder, 'runs'), join(folder, 'canary')];
  mkdirSync(folder, { recursive: true });
  cpSync(template, runs, { recursive: true });
  const [first = ''] = names;
  for (const copy of ['run', `trash/${batch}/${first}`]) {
    cpSync(join(template, first), join(canary, copy), { recursive: true });
    writeFileSync(join(canary, copy, runFiles.tags), '{"format":1,"tags":{"precious":null}}');
  }
  mkdirSync(join(canary, 'empty'));
  writeFileSync(join(canary, 'secret.txt'), secret);
  return { folder, runs, canary, names };
}

/** In no request. */
export const secret = 'a secret of the canary\n';

const batch = '2026-01-01T00-00-00Z';

const events = 'events.out.tfevents.0000000001.host.1.0';
const namesInRun: readonly string[] = [
  ...Object.values(runFiles),
  ...['.claim-1', '.sending-1', '.new-reserve', '.new-1-00000000', '.copied', '.moved', 'notes.md'],
  ...['checkpoint/.new-1', 'model/.new-1', 'tensorboard/train', 'tensorboard/validation'],
  ...['tensorboard', 'tensorboard/train', 'tensorboard/validation'].map((part) => `${part}/${events}`),
];

/** Puts something else at some names. → what and where, a line each. */
export function makeHostile(place: Place, choices: Choices): string[] {
  const { names } = place;
  const namesInRuns = [
    ...['.trash', `.trash/${batch}`, ...names.map((name) => `.trash/${batch}/${name}`)],
    ...['.claims', `.claims/${'0'.repeat(64)}-1`, '.new-1-00000000', 'other-run', 'notes.txt', ...names],
  ];
  return Array.from({ length: 1 + choices.below(4) }, () => {
    const [run, name] = [choices.of(names), choices.below(4) === 0 ? choices.of(namesInRuns) : null];
    const within = choices.of(namesInRun);
    const [at, twin] = name === null ? [join(run, within), join('run', within)] : [name, twinOf(name, names)];
    const kind = choices.of(Object.keys(kinds));
    return put(place, at, twin, kind);
  });
}

const twinOf = (name: string, names: readonly string[]): string =>
  name === '.trash'
    ? 'trash'
    : name === `.trash/${batch}`
      ? `trash/${batch}`
      : names.includes(name)
        ? 'run'
        : 'run/log.txt';

type Make = (path: string, canary: string, twin: string) => void;

const kinds: Readonly<Record<string, Make>> = {
  'link to its twin': (path, _, twin) => symlinkSync(twin, path),
  'relative link to its twin': (path, _, twin) => symlinkSync(relative(dirname(path), twin), path),
  'link to a file': (path, canary) => symlinkSync(join(canary, 'secret.txt'), path),
  'link to a run': (path, canary) => symlinkSync(join(canary, 'run'), path),
  'link to an empty folder': (path, canary) => symlinkSync(join(canary, 'empty'), path),
  'link to nothing': (path, canary) => symlinkSync(join(canary, 'new'), path),
  'link to nothing below an empty folder': (path, canary) => symlinkSync(join(canary, 'empty/new'), path),
  'link to itself': (path) => symlinkSync(path, path),
  'link to a system folder': (path) => symlinkSync('/proc/self', path),
  'link to a device': (path) => symlinkSync('/dev/zero', path),
  'hard link to its twin': (path, canary, twin) =>
    linkSync(kindAt(twin) === 'a file' ? twin : join(canary, 'secret.txt'), path),
  'hard link to a file': (path, canary) => linkSync(join(canary, 'secret.txt'), path),
  pipe: (path) => execFileSync('mkfifo', [path]),
  folder: (path) => mkdirSync(path),
  'empty file': (path) => writeFileSync(path, ''),
  'other file': (path) => writeFileSync(path, '{"format": 1e999, "tags": [[[[[[\u202e'),
};

function put({ runs, canary }: Place, at: string, twin: string, kind: string): string {
  const path = join(runs, at);
  if (!isWithin(runs, dirname(path))) return `${at} lies behind another`;
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  (kinds[kind] as Make)(path, canary, join(canary, twin));
  return `${at}: ${kind}`;
}

/** Whether nothing on the way there is anything but a folder, as what is made there would lie elsewhere. */
function isWithin(runs: string, folder: string): boolean {
  const parts = relative(runs, folder).split(/[/\\]/);
  const folders = parts.map((_, i) => join(runs, ...parts.slice(0, i + 1)));
  const first = folders.find((each) => kindAt(each) !== 'a folder');
  return first === undefined || kindAt(first) === 'nothing';
}

function kindAt(path: string): string {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined ? 'nothing' : kindOf(stat);
}
