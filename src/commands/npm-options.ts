/**
 * `npm run exp x.yaml --dry-run` keeps the option: npm takes it for its own and sets npm_config_dry_run. Going on
 * without it could train for hours what was only to be checked, so it is refused with the command that works.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors/index.ts';
import { quote } from '../text/index.ts';
import { type CommandFace, commonOptions, type Option, type Surroundings } from './command.ts';

/** npm completes `--engine` to an option of its own. */
const npmNames: Readonly<Record<string, string>> = { engine: 'engine_strict' };

/** Throws an InputError where npm kept an option of ours. */
export async function refuseOptionsThatNpmKept(
  command: CommandFace,
  words: readonly string[],
  surroundings: Surroundings,
): Promise<void> {
  const { env, project } = surroundings;
  const { npm_lifecycle_event: script } = env;
  if (script === undefined) return; // npx, or no npm at all: options reach us
  const known: Readonly<Record<string, Option>> = { ...commonOptions, ...command.options };
  const rest = [...words];
  const kept: string[] = [];
  for (const [name, option] of Object.entries(known)) {
    const key = [name.replaceAll('-', '_'), npmNames[name]].find(
      (key) => key !== undefined && isTyped(key, env, project),
    );
    if (key === undefined) continue;
    if (option.value === undefined) kept.push(`--${name}`);
    else kept.push(`--${name} ${(await valueFor(option, env[`npm_config_${key}`], rest)) ?? option.value}`);
  }
  if (kept.length === 0) return;
  const typed = [...rest.map(quote), '--', ...kept].join(' ');
  throw new InputError(
    `npm kept ${kept.join(' and ')} for itself, so nothing was started. Write\n` +
      `  npm run ${script} ${typed}\nor\n  npx siamese ${command.name} ${typed.replace(/-- (?=--)/, '')}`,
  );
}

/** Set by the command line, not by one of npm's files, where e.g. `json=true` may stand for npm's own sake. */
function isTyped(key: string, env: Surroundings['env'], project: string): boolean {
  const value = env[`npm_config_${key}`];
  if (value === undefined || value === '' || value === 'false') return false;
  const { npm_config_userconfig: user, npm_config_globalconfig: system } = env;
  const files = [user, system, join(project, '.npmrc')];
  const line = new RegExp(`^\\s*${key.replaceAll('_', '[-_]')}\\s*(=|$)`, 'm');
  return !files.some((file) => file !== undefined && line.test(textOf(file)));
}

/** `--threads 2` leaves the 2 among the words; `--threads=2` keeps it in the environment. undefined where it can't be told. */
async function valueFor(
  { looksLike, choices }: Option,
  kept: string | undefined,
  words: string[],
): Promise<string | undefined> {
  if (kept !== undefined && kept !== 'true') return quote(kept);
  const known = await choices?.();
  const at = words.findIndex((word) => (looksLike?.test(word) ?? known?.includes(word)) === true);
  return at < 0 ? undefined : words.splice(at, 1)[0];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
