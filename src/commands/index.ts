/** The commands room: what was typed → a command's exit code. Only `cli` exits. */
import { existsSync } from 'node:fs';
import { InputError } from '../errors/index.ts';
import { didYouMean, eitherOf } from '../text/index.ts';
import { parseArguments } from './arguments.ts';
import { type CommandFace, commonOptions, type ExitCode, type Surroundings } from './command.ts';
import { refuseOptionsThatNpmKept } from './npm-options.ts';
import { printLine, printStyled, style } from './print.ts';
import { isOwnScript } from './standing.ts';
import { commands } from './table-of-commands.ts';

export type { ExitCode, Surroundings } from './command.ts';
export { findIgnoredSignals } from './ignored-signals.ts';
export { whereUserStands } from './standing.ts';
export { asides, output } from './streams.ts';

/** Runs the command that the arguments name. Throws what goes wrong. */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return showHelp(rest[0]);
  if (name === '--version' || name === '-v') return showVersion();
  const command = findCommand(name);
  const { words, options } = await parseArguments(command, rest);
  if (options.help) return showHelp(name);
  if (isOwnScript(surroundings.env)) await refuseOptionsThatNpmKept(command, words, surroundings);
  const { run } = await command.load();
  return run({ words, options, surroundings });
}

/** What commands are called elsewhere. */
const otherNames: Readonly<Record<string, string>> = {
  train: 'exp',
  run: 'exp',
  fit: 'exp',
  start: 'exp',
  list: 'runs',
  ls: 'runs',
  show: 'runs',
  check: 'validate',
  lint: 'validate',
  diff: 'compare',
  new: 'init',
  create: 'init',
  continue: 'resume',
  rm: 'runs --prune',
  delete: 'runs --prune',
};

function findCommand(name: string): CommandFace {
  const command = commands.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const names = commands.map((candidate) => candidate.name);
  const file = [name, `experiments/${name}.yaml`].find(
    (each) => /\.ya?ml$/.test(each) && (each === name || existsSync(each)),
  );
  const meant = Object.hasOwn(otherNames, name) ? otherNames[name] : undefined;
  const hint =
    meant !== undefined
      ? ` Did you mean ${meant}?`
      : file !== undefined
        ? ` To train a file: siamese exp ${file}.`
        : didYouMean(name, names);
  throw new InputError(`There is no command ${name}.${hint} The commands are ${names.join(', ')}; see siamese --help.`);
}

async function showVersion(): Promise<ExitCode> {
  const { ownVersion } = await import('../record/index.ts');
  printLine(`siamese-lab ${ownVersion()} on Node ${process.version}`);
  return 0;
}

async function showHelp(name: string | undefined): Promise<ExitCode> {
  const lines = name === undefined ? helpForAll() : await helpFor(findCommand(name));
  for (const line of lines) printStyled(line);
  return 0;
}

function helpForAll(): string[] {
  return [
    'Trains Siamese networks from experiment files; each run leaves a folder that says how it went.',
    '',
    heading('Usage'),
    '  npm run COMMAND … [-- OPTIONS]   or   npx siamese COMMAND … [OPTIONS]',
    '',
    heading('Commands'),
    ...alignPairs(commands.map(({ name, usage, summary }) => [`${name} ${usage}`, summary])),
    '',
    'siamese COMMAND --help shows its options. siamese --version shows the version.',
  ];
}

async function helpFor({ name, usage, summary, options, examples }: CommandFace): Promise<string[]> {
  const all = await Promise.all(
    Object.entries({ ...options, ...commonOptions }).map(async ([option, { value = '', description, choices }]) => {
      const known = choices === undefined ? '' : `; ${value} is ${eitherOf(await choices())}`;
      return [`--${option} ${value}`, `${description}${known}`] as const;
    }),
  );
  return [
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    '',
    heading('Usage'),
    `  npm run ${`${name} ${usage}`.trim()} [-- OPTIONS]   or   npx siamese ${`${name} ${usage}`.trim()} [OPTIONS]`,
    '',
    heading('Options'),
    ...alignPairs(all),
    '',
    heading('Examples'),
    ...examples.map((example) => `  npm run ${name} ${example}`.trimEnd()),
  ];
}

const heading = (text: string): string => style('bold', text);

function alignPairs(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
