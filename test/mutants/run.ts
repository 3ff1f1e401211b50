/**
 * node test/mutants/run.ts [COUNT] [SEED]: so many mutants of a seed; prints what failed. `--show NTH` prints one of them.
 * In slices, each in a process of its own, so that the memory of each is known.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { mutantAlone, type Outcome, tryMutants } from './trials.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { from: { type: 'string' }, show: { type: 'string' } },
});
const count = Number(positionals[0] ?? 100_000);
const seed = Number(positionals[1] ?? Math.floor(Math.random() * 2 ** 31));
const slice = 2000;
const mostBytes = 500e6;

if (values.show !== undefined) {
  const { files, overrides } = mutantAlone(seed, Number(values.show));
  for (const [name, text] of Object.entries(files))
    console.log(`── ${name}\n${typeof text === 'string' ? text : Buffer.from(text)}`);
  console.log(overrides.map((each) => `── ${each}`).join('\n'));
} else if (values.from !== undefined) {
  console.log(JSON.stringify(tryMutants(seed, Number(values.from), Number(values.from) + count)));
} else {
  console.log(`seed ${seed}: ${count} mutants`);
  const outcomes: Outcome[] = [];
  const failures: string[] = [];
  let told = 0;
  for (let from = 0; from < count; from += slice) {
    const args = [
      fileURLToPath(import.meta.url),
      String(Math.min(slice, count - from)),
      String(seed),
      `--from=${from}`,
    ];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (status !== 0) {
      console.log(`the process of mutants from ${from} on died: ${stderr}`);
      process.exit(1);
    }
    const outcome = JSON.parse(stdout) as Outcome;
    outcomes.push(outcome);
    if (outcome.mostMemory > mostBytes) failures.push(`from ${from} on: ${Math.round(outcome.mostMemory / 1e6)} MB`);
    failures.push(...outcome.failures);
    for (const failure of failures.slice(told)) console.log(failure);
    told = failures.length;
  }
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, each) => total + of(each), 0);
  const slowest = outcomes.map((each) => each.slowest).reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a));
  const memory = Math.max(...outcomes.map(({ mostMemory }) => mostMemory));
  console.log(
    `seed ${seed}: ${sum(({ tried }) => tried)} mutants, ${sum(({ accepted }) => accepted)} accepted, ${failures.length} failures; ` +
      `the slowest ${Math.round(slowest.milliseconds)} ms (number ${slowest.nth}), ${Math.round(memory / 1e6)} MB at most`,
  );
  process.exit(failures.length > 0 ? 1 : 0);
}
