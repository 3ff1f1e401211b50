/** `siamese init NAME`: writes an experiment file to start from. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors/index.ts';
import { starterFile } from '../experiment/index.ts';
import { explainWriteFailure } from '../record/index.ts';
import { makeFolders } from '../text/node.ts';
import type { ExitCode, Invocation } from './command.ts';
import { shortPath } from './experiments.ts';
import { printLine } from './print.ts';

export async function run({ words, surroundings }: Invocation): Promise<ExitCode> {
  const name = nameFrom(words);
  const folder = join(surroundings.project, 'experiments');
  const file = join(folder, `${name}.yaml`);
  const shown = shortPath(file, surroundings);
  try {
    makeFolders(folder);
  } catch (error) {
    throw explainWriteFailure(error, folder);
  }
  try {
    writeFileSync(file, starterFile(name), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw explainWriteFailure(error, file);
    throw new InputError(`${shown} is there already, and stays as it is; choose another name.`, { cause: error });
  }
  printLine(`Wrote ${shown}. Check it with`);
  printLine(`  npm run validate ${shown}`);
  printLine('and train it with');
  printLine(`  npm run exp ${shown}`);
  return 0;
}

/** One that is also a file's name, everywhere. */
function nameFrom(words: readonly string[]): string {
  const [word, ...more] = words;
  if (word === undefined || more.length > 0)
    throw new InputError('siamese init needs one name, e.g. siamese init my-first.');
  const name = word.replace(/\.ya?ml$/, '');
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u.test(name)) return name;
  throw new InputError(
    `${word} can't be the name of an experiment: letters, digits, ".", "_" and "-" can, up to 80 of them.`,
  );
}
