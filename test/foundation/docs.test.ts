/**
 * Every command that README and docs show is run here as it stands, by a shell in a copy of the project; but a training
 * is shortened by overrides at its end, and a command that installs or tests is looked for where the project's own test
 * run executes it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enginesUnderTest } from '../engine/engines.ts';

const checkout = resolve(import.meta.dirname, '../..');
const pages = ['README.md', 'runs/README.md', 'CHANGELOG.md']
  .concat(readdirSync(join(checkout, 'docs')).map((name) => `docs/${name}`))
  .filter((path) => path.endsWith('.md'));
const texts = new Map(pages.map((path) => [path, readFileSync(join(checkout, path), 'utf8')]));

/** What `.ci/run`, which starts these tests, has run by now. */
const runByTheTestRun = ['npm ci', 'npm test', 'npm run setup:tensorflow'];
/** Left out, as skipped, where TensorFlow is not set up. */
const needsTensorFlow = /setup:tensorflow -- --check|engine[= ]tfjs/;
const hasTensorFlow = enginesUnderTest.some(({ name, engine }) => name === 'tfjs' && engine !== null);
const shorter = 'training.epochs=1 data.limit.train=100 data.limit.test=40';
/** How a command is made short; all others are run as they are. */
const shortened: Record<string, string> = {
  'npm run exp': shorter,
  'npm run engines': '--seconds 0',
  'npm run bench': '--peers none --no-process --rounds 1 --steps 1',
};

describe.skipIf(process.platform === 'win32')('a command that the documentation shows does what it should', () => {
  const project = copyOfTheProject();
  let mlflow: ChildProcess;
  let uri = '';
  beforeAll(async () => {
    mlflow = spawn(process.execPath, [join(checkout, 'test/track/serve.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const text of mlflow.stdout as NodeJS.ReadableStream) {
      uri = String(text).trim();
      break;
    }
  });
  afterAll(() => {
    mlflow.kill();
    rmSync(project, { recursive: true, force: true });
  });
  const shown = [...texts.values()].flatMap(commandsOf);

  test.for([...new Set(shown)])('%s', (command, { skip }) => {
    if (needsTensorFlow.test(command) && !hasTensorFlow) skip('TensorFlow is not set up');
    if (runByTheTestRun.includes(command)) {
      const commands = readFileSync(join(checkout, '.ci/run'), 'utf8').split(/\n| && | \|\| /);
      expect(commands.map((each) => each.replace(/^([A-Z_]+=\S+ )+/, ''))).toContain(command);
      return;
    }
    const { status, stdout, stderr } = spawnSync('sh', ['-c', shorten(command).replace('http://localhost:5000', uri)], {
      cwd: project,
      env: cleanEnv({
        SIAMESE_RUNS: join(project, 'runs'),
        ...(command.startsWith('npm run sync') ? { MLFLOW_TRACKING_URI: uri } : {}),
      }),
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
  });
});

describe('a link within the documentation leads somewhere', () => {
  const links = [...texts].flatMap(([page, text]) =>
    [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, target = '']) => ({ page, target })),
  );
  test.each(links)('$page → $target', ({ page, target }) => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? join(checkout, page) : join(checkout, dirname(page), path);
    expect(statSync(file).isFile() || statSync(file).isDirectory()).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(readFileSync(file, 'utf8'))).toContain(anchor);
  });
});

test('the README opens with the two commands', () => {
  const commands = 'npm ci && npm run exp experiments/mnist-baseline.yaml\nnpm ci && npm test\n';
  expect(texts.get('README.md')?.split('```sh\n')[1]?.split('```')[0]).toBe(commands);
});

test('the faults that the page on GPUs explains are ours', () => {
  const [, faults = ''] = texts.get('docs/gpu.md')?.split("## When it can't\n") ?? [];
  const sentences = [...faults.matchAll(/^\| `(.+?)`/gm)].map(([, sentence]) => sentence);
  const sources = globSync(join(checkout, 'src/{engine,launch}/**/*.ts')).map((file) => readFileSync(file, 'utf8'));
  expect(sentences.length).toBeGreaterThan(0);
  for (const sentence of sentences) expect(sources.join('\n')).toContain(sentence);
});

/** Lines of its `sh` blocks, split where one follows another. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block = '']) => block.trim().split('\n'))
    .flatMap((line) => line.split(' && '));
}

/** Overrides go before npm's `--`, options after it. */
function shorten(command: string): string {
  const [before = '', after] = command.split(' -- ');
  const [, words = ''] = Object.entries(shortened).find(([start]) => before.includes(start)) ?? [];
  const [overrides, options] = words.startsWith('--') ? ['', words] : [words, ''];
  const rest = [after, options].filter(Boolean).join(' ');
  return `${before} ${overrides}${rest === '' ? '' : ` -- ${rest}`}`;
}

/** What commands read or write is copied; the rest is linked. Files that a page tells its reader to write are there. */
function copyOfTheProject(): string {
  const project = mkdtempSync(join(tmpdir(), 'siamese-docs-'));
  for (const name of readdirSync(checkout)) {
    if (name === 'experiments') cpSync(join(checkout, name), join(project, name), { recursive: true });
    else if (name !== 'runs' && name !== '.git') symlinkSync(join(checkout, name), join(project, name));
  }
  for (const [, yaml = ''] of (texts.get('docs/experiment.md') ?? '').matchAll(/^```yaml\n(.*?)^```$/gms)) {
    const [, name] = /^name: (\S+)$/m.exec(yaml) ?? [];
    if (name !== undefined) writeFileSync(join(project, 'experiments', `${name}.yaml`), yaml, { flag: 'wx' });
  }
  rmSync(join(project, 'experiments/my-first.yaml'), { force: true }); // `npm run init my-first` writes it
  return project;
}

/** No setting of the npm that runs the tests gets through. */
function cleanEnv(more: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([key]) => !/^(npm_|INIT_CWD|SIAMESE|MLFLOW|FORCE_COLOR|VITEST)/.test(key),
  );
  return { ...Object.fromEntries(kept), ...more };
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
