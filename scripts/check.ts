/** npm run check: types, lint and format, generated files, imports. All run at once; all results are shown. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkCircles } from './check/circles.ts';
import { checkFaces } from './check/faces.ts';
import { checkImportDirection } from './check/import-direction.ts';
import { readAliases, readSources } from './check/imports.ts';
import { checkPage } from './check/page.ts';

interface Outcome {
  readonly passed: boolean;
  /** what there is to say where it failed */
  readonly output: string;
}

const root = fileURLToPath(new URL('..', import.meta.url));

const checks: Record<string, () => Promise<Outcome>> = {
  types: () => run('node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false'),
  'lint and format': () => run('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--colors=off'),
  'generated files': () => run('scripts/generate.ts', '--check'),
  'known advisories': () => run('scripts/advisories.ts'),
  imports: async () => {
    const source = readSources(root, ['src']);
    const aliases = readAliases(root);
    const problems = [
      ...checkImportDirection(source),
      ...checkCircles(source, aliases),
      ...checkPage(source, aliases),
      ...checkFaces(readSources(root, ['bench', 'scripts'])),
    ];
    return { passed: problems.length === 0, output: problems.join('\n') };
  },
};

const outcomes = await Promise.all(
  Object.entries(checks).map(async ([name, check]) => {
    const start = performance.now();
    const outcome = await check();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${outcome.passed ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    return { name, ...outcome };
  }),
);

const failed = outcomes.filter(({ passed }) => !passed);
for (const { name, output } of failed) console.log(`\n${name}:\n${output}`);
if (failed.length > 0) process.exitCode = 1;

function run(script: string, ...args: string[]): Promise<Outcome> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => done({ passed: false, output: error.message }));
    child.on('close', (code) => done({ passed: code === 0, output: output.trim() }));
  });
}
