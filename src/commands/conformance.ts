/** `siamese conformance FOLDER`: holds an engine to golden cases, a line a case. */
import { resolve } from 'node:path';
import { chooseEngine, conformance, type EngineName, engineNames, formatCase } from '../engine/index.ts';
import { InputError } from '../errors/index.ts';
import type { ExitCode, Invocation } from './command.ts';
import { didYouMean } from './nearest.ts';
import { plural, printLine } from './print.ts';

export async function run({ words, options, surroundings }: Invocation): Promise<ExitCode> {
  const [folder, ...more] = words;
  if (folder === undefined || more.length > 0) {
    throw new InputError('siamese conformance needs one folder of cases, e.g. siamese conformance test/golden.');
  }
  const { engine, why } = await chooseEngine(await engineNameFrom(options.engine));
  printLine(`engine ${engine.name}: ${why}`);
  printLine('each error as a share of its tolerance; above 1 misses');
  let cases = 0;
  let missed = 0;
  for await (const result of conformance({ folder: resolve(surroundings.directory, folder), engine })) {
    printLine(formatCase(result));
    cases++;
    if (!result.passed) missed++;
  }
  printLine(missed === 0 ? `${plural(cases, 'case')}, all pass` : `${missed} of ${plural(cases, 'case')} missed`);
  return missed === 0 ? 0 : 1;
}

async function engineNameFrom(option: string | undefined): Promise<'auto' | EngineName> {
  if (option === undefined) return 'auto';
  const names = ['auto', ...engineNames] as const;
  const name = names.find((candidate) => candidate === option);
  if (name !== undefined) return name;
  throw new InputError(
    `There is no engine ${option}.${await didYouMean(option, names)} The engines are ${engineNames.join(', ')}; auto chooses.`,
  );
}
