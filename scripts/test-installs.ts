/**
 * npm run test:installs: this project, installed in the ways in which people install it, in a folder of its own each; what
 * is there after that must work. Takes minutes and the registry.
 *
 *   files of the checkout ─▶ a copy ─▶ npm ci … ─▶ train on wasm, list the engines, ask for tfjs
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

interface Way {
  readonly title: string;
  /** the npm, as one starts it */
  readonly npm: readonly string[];
  readonly install: readonly string[];
}

const npm10 = ['npx', '--yes', 'npm@10'];
const ways: readonly Way[] = [
  { title: 'npm 10, npm ci', npm: npm10, install: ['ci'] },
  { title: 'npm 10, npm ci --ignore-scripts', npm: npm10, install: ['ci', '--ignore-scripts'] },
  { title: 'npm ci --ignore-scripts', npm: ['npm'], install: ['ci', '--ignore-scripts'] },
];

/** One command after an install, and what its output must hold. */
interface Check {
  readonly args: readonly string[];
  readonly code: number;
  readonly says: RegExp;
}

const short = ['training.epochs=1', 'data.limit.train=100', 'data.limit.test=40'];
const checks: readonly Check[] = [
  { args: ['exp', 'experiments/mnist-quick.yaml', 'engine=wasm', ...short], code: 0, says: /completed 1 epoch/ },
  { args: ['engines', '--', '--seconds', '0'], code: 0, says: /^wasm +(?!–)/m },
  {
    args: ['exp', 'experiments/mnist-quick.yaml', 'engine=tfjs', ...short],
    code: 2,
    says: /run `npm run setup:tensorflow`/,
  },
  { args: ['setup:tensorflow', '--', '--check'], code: 1, says: /^TensorFlow is not set up/ },
];
/** Where TensorFlow has been set up on this machine, a new install only links it. */
const setUp: Check = { args: ['setup:tensorflow'], code: 0, says: /TensorFlow \S+ is in .* and runs on/ };
const more = process.argv.includes('--tensorflow') ? [setUp] : [];

/** Without the pinned Node, which npm puts first: people start npm with a Node of their own. */
const path = (process.env['PATH'] ?? '').split(delimiter).filter((each) => !each.includes('node_modules'));
const kept = Object.entries(process.env).filter(([key]) => !/^(npm_|INIT_CWD|SIAMESE|MLFLOW)/i.test(key));
const env = { ...Object.fromEntries(kept), PATH: path.join(delimiter) };

for (const { title, npm, install } of ways) {
  const folder = mkdtempSync(join(tmpdir(), 'siamese-install-'));
  try {
    copyCheckout(folder);
    const began = performance.now();
    const problems = [
      ...problemOf([...npm, ...install, '--no-audit', '--no-fund'], folder, { code: 0, says: /added/ }),
      ...[...checks, ...more].flatMap(({ args, ...expected }) =>
        problemOf([...npm, 'run', '-s', ...args], folder, expected),
      ),
    ];
    const seconds = ((performance.now() - began) / 1000).toFixed(0);
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${title} (${seconds} s)`);
    for (const problem of problems) console.log(problem);
    if (problems.length > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What git keeps or has not been told to ignore. */
function copyCheckout(folder: string): void {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const file of new Set(String(list).split('\0'))) {
    if (file === '' || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
}

function problemOf(command: readonly string[], cwd: string, { code, says }: Omit<Check, 'args'>): string[] {
  const [program = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (status === code && says.test(stdout + stderr)) return [];
  return [`${command.join(' ')}: exit code ${status} in place of ${code}, or no ${says} in\n${stdout}${stderr}`];
}
