/** `siamese conformance FOLDER`: holds engines to golden cases. */
import { resolve } from 'node:path';
import { type CaseResult, type Engine, formatCase, formatWorst } from '../engine/index.ts';
import { chooseEngine, conformance, type EngineName, engineNames, loadEngine, surveyEngines } from '../engine/node.ts';
import { InputError } from '../errors/index.ts';
import { didYouMean, plural } from '../text/index.ts';
import type { ExitCode, Invocation, Surroundings } from './command.ts';
import { printLine } from './print.ts';
import { printTable } from './print-sheet.ts';

/** One engine: a line a case, with all its errors. All engines: a table, with the worst of each. Exit code 1 on a miss. */
export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0) {
    throw new InputError('siamese conformance needs one folder of cases, e.g. siamese conformance test/golden.');
  }
  const folder = resolve(surroundings.directory, word);
  if (options.engine === undefined) return runAll(folder, surroundings);
  return runOne(folder, await engineNameFrom(options.engine));
}

async function runOne(folder: string, name: 'auto' | EngineName): Promise<ExitCode> {
  const { engine, why } = await chooseEngine(name);
  printLine(`engine ${engine.name}: ${why}`);
  printLine('each error as a share of its tolerance; above 1 misses');
  const results: CaseResult[] = [];
  for await (const result of conformance({ folder, engine })) {
    printLine(formatCase(result));
    results.push(result);
  }
  return conclude(results, plural(results.length, 'case'));
}

async function runAll(folder: string, surroundings: Surroundings): Promise<ExitCode> {
  const surveyed = await surveyEngines();
  const able = surveyed.filter(({ availability }) => 'devices' in availability);
  const engines = await Promise.all(able.map(({ name }) => loadEngine(name)));
  const rows = await runTogether(folder, engines);
  printLine('the worst error of each case as a share of its tolerance; above 1 misses');
  printTable(
    rows,
    [
      { title: 'case', isWhole: true, cell: ([first]) => first?.name ?? '' },
      ...engines.map(({ name }, i) => ({
        title: name,
        align: 'right' as const,
        cell: (row: CaseResult[]) => formatWorst(row[i] as CaseResult),
      })),
    ],
    surroundings,
  );
  const results = rows.flat();
  const missed = results.filter(({ passed }) => !passed);
  for (const result of missed) printLine(`${result.engine}: ${formatCase(result)}`);
  for (const { name, availability } of surveyed) {
    if ('missing' in availability) printLine(`Without ${name}, which can't run here. ${availability.missing}`);
  }
  return conclude(results, `${plural(rows.length, 'case')} on ${plural(engines.length, 'engine')}`);
}

/** A row a case, with a result for each engine. */
async function runTogether(folder: string, engines: readonly Engine[]): Promise<CaseResult[][]> {
  const rows: CaseResult[][] = [];
  for (const engine of engines) {
    let row = 0;
    for await (const result of conformance({ folder, engine })) {
      rows[row] = [...(rows[row] ?? []), result];
      row++;
    }
  }
  return rows;
}

function conclude(results: readonly CaseResult[], what: string): ExitCode {
  const missed = results.filter(({ passed }) => !passed).length;
  printLine(missed === 0 ? `${what}, all pass` : `${what}; ${missed} of ${results.length} missed`);
  return missed === 0 ? 0 : 1;
}

async function engineNameFrom(option: string): Promise<'auto' | EngineName> {
  const names = ['auto', ...engineNames] as const;
  const name = names.find((candidate) => candidate === option);
  if (name !== undefined) return name;
  throw new InputError(
    `There is no engine ${option}.${didYouMean(option, names)} The engines are ${engineNames.join(', ')}; auto chooses.`,
  );
}
