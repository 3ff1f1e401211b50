import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countOption, parseArguments, splitOverrides } from '../../src/commands/arguments.ts';
import type { CommandFace, Surroundings } from '../../src/commands/command.ts';
import { runCommand } from '../../src/commands/index.ts';
import { refuseOptionsThatNpmKept } from '../../src/commands/npm-options.ts';
import { commands } from '../../src/commands/table-of-commands.ts';
import { InputError } from '../../src/errors/index.ts';
import { didYouMean } from '../../src/text/index.ts';
import { siamese } from './siamese.ts';

const commandNamed = (name: string) => commands.find((command) => command.name === name) as CommandFace;
const exp = commandNamed('exp');

describe('parsing', () => {
  it('tells options from words, in any order', async () => {
    const { words, options } = await parseArguments(exp, [
      'a.yaml',
      '--threads',
      '2',
      'seed=7',
      '--dry-run',
      '--runs=x',
      'b.yaml',
    ]);
    expect(words).toEqual(['a.yaml', 'seed=7', 'b.yaml']);
    expect(options).toEqual({ threads: '2', 'dry-run': true, runs: 'x' });
  });

  it.each([
    [['--thread', '2'], 'siamese exp knows no option --thread. Did you mean --threads? See siamese exp --help.'],
    [['--quux'], 'siamese exp knows no option --quux. See siamese exp --help.'],
    [['-x'], 'siamese exp knows no option -x. See siamese exp --help.'],
    [['--threads'], '--threads needs a value: --threads N.'],
    [['--threads='], '--threads needs a value: --threads N.'],
    [['--threads', '--json'], '--threads needs a value: --threads N.'],
    [['--json=yes'], '--json takes no value; write --json alone.'],
  ])('says of %j what would be right', async (args, sentence) => {
    await expect(parseArguments(exp, args)).rejects.toThrow(new InputError(sentence));
  });

  it('takes key=value for an override, and a path with = in it for a file', () => {
    expect(splitOverrides(['a.yaml', 'training.epochs=5', './odd=name.yaml', 'network.blocks.0.filters=32'])).toEqual({
      files: ['a.yaml', './odd=name.yaml'],
      overrides: ['training.epochs=5', 'network.blocks.0.filters=32'],
    });
  });

  it.each(['0', '-1', '1.5', 'two', '', '9999', String(2 * Math.max(8, availableParallelism()) + 1)])(
    'refuses %j threads',
    (threads) => {
      expect(() => countOption({ threads }, 'threads')).toThrow(`--threads is ${threads}; it must be a whole number`);
    },
  );

  it('takes twice as many threads as run at once', () => {
    const threads = 2 * availableParallelism();
    expect(countOption({ threads: String(threads) }, 'threads')).toBe(threads);
  });
});

describe('suggestions', () => {
  it('name the nearest known word, or none', async () => {
    expect(didYouMean('vaildate', ['exp', 'validate', 'runs'])).toBe(' Did you mean validate?');
    expect(didYouMean('frobnicate', ['exp', 'validate', 'runs'])).toBe('');
  });
});

describe('options that npm kept', () => {
  const surroundings = (env: Surroundings['env'], project = '/nowhere'): Surroundings => ({
    directory: project,
    project,
    env: { npm_lifecycle_event: 'exp', ...env },
    catchInterrupts: () => new AbortController().signal,
  });

  it.each([
    [{ npm_config_dry_run: 'true' }, ['a.yaml'], 'npm run exp a.yaml -- --dry-run'],
    [{ npm_config_threads: 'true' }, ['a.yaml', '2', 'seed=1'], 'npm run exp a.yaml seed=1 -- --threads 2'],
    [{ npm_config_threads: '3' }, ["it's.yaml"], "npm run exp 'it'\\''s.yaml' -- --threads 3"],
    [{ npm_config_runs: 'true' }, ['a.yaml'], 'npm run exp a.yaml -- --runs DIR'],
    [{ npm_config_json: 'true' }, ['a.yaml'], 'npm run exp a.yaml -- --json'],
  ])('%j is refused with the command that works', async (env, words, command) => {
    const refuse = refuseOptionsThatNpmKept(exp, words, surroundings(env));
    await expect(refuse).rejects.toThrow(InputError);
    await expect(refuse).rejects.toThrow(command);
    await expect(refuse).rejects.toThrow(command.replace('npm run', 'npx siamese').replace('-- --', '--'));
  });

  it('--engine is found under the name that npm completes it to', async () => {
    const env = { npm_lifecycle_event: 'conformance', npm_config_engine_strict: 'true' };
    const refuse = refuseOptionsThatNpmKept(commandNamed('conformance'), ['golden', 'wasm'], surroundings(env));
    await expect(refuse).rejects.toThrow('npm run conformance golden -- --engine wasm');
  });

  it('get their value back from the words, whichever of its choices it is', async () => {
    const withChoices = commands.flatMap((command) =>
      Object.entries(command.options).flatMap(([name, { choices }]) =>
        choices === undefined ? [] : [{ command, name, choices }],
      ),
    );
    expect(withChoices.map(({ command, name }) => `${command.name} --${name}`)).toEqual([
      'compare --metric',
      'runs --metric',
      'conformance --engine',
    ]);
    for (const { command, name, choices } of withChoices) {
      for (const choice of await choices()) {
        const env = { npm_lifecycle_event: command.name, [`npm_config_${name}`]: 'true' };
        const refuse = refuseOptionsThatNpmKept(command, ['a', choice], surroundings(env));
        await expect(refuse).rejects.toThrow(`npm run ${command.name} a -- --${name} ${choice}\n`);
      }
    }
  });

  it("are not sought without npm run, nor in what npm's own files set", async () => {
    const outside = { ...surroundings({}), env: { npm_config_dry_run: 'true' } };
    await refuseOptionsThatNpmKept(exp, [], outside);
    const project = mkdtempSync(join(tmpdir(), 'siamese-npmrc-'));
    writeFileSync(join(project, '.npmrc'), 'json=true\n');
    await refuseOptionsThatNpmKept(exp, [], surroundings({ npm_config_json: 'true' }, project));
    const refuse = refuseOptionsThatNpmKept(exp, [], surroundings({ npm_config_threads: '2' }, project));
    await expect(refuse).rejects.toThrow(InputError);
    rmSync(project, { recursive: true });
  });

  it('are not confused by what npm always sets', async () => {
    const env = { npm_config_user_agent: 'npm/11', npm_config_json: '', npm_config_dry_run: 'false' };
    await refuseOptionsThatNpmKept(exp, ['a.yaml'], surroundings(env));
  });
});

describe('habits from other tools', () => {
  it.each([
    [['training.epochs', '=', '3'], 'training.epochs=3 for training.epochs = 3.'],
    [['training.epochs=', '3'], 'training.epochs=3 for training.epochs= 3.'],
    [['training.epochs', '=3'], 'training.epochs=3 for training.epochs =3.'],
  ])('spaces around an equals sign: %j', (words, rest) => {
    expect(() => splitOverrides(['a.yaml', ...words])).toThrow(`A setting is one word: write ${rest}`);
  });

  it('a value left out before a file is no such thing', () => {
    expect(splitOverrides(['seed=', 'a.yaml'])).toEqual({ files: ['a.yaml'], overrides: ['seed='] });
  });

  it.each(['--training.epochs=1', '--seed=1'])('dashes before a setting: %s', async (word) => {
    await expect(parseArguments(exp, ['a.yaml', word])).rejects.toThrow(`A setting has no dashes: ${word.slice(2)}.`);
  });

  it.each([
    ['train', 'Did you mean exp?'],
    ['list', 'Did you mean runs?'],
    ['mnist-quick', 'To train a file: siamese exp experiments/mnist-quick.yaml.'],
  ])('a command by another name: %s', async (name, hint) => {
    await expect(runCommand([name], {} as Surroundings)).rejects.toThrow(hint);
  });
});

const hostile = 'x\u001b]0;own\u0007\u001b[31m\u202e';
it.each([
  [['exp', `${hostile}.yaml`]],
  [['exp', 'experiments/mnist-quick.yaml', `${hostile}=1`]],
  [['exp', 'experiments/mnist-quick.yaml', `seed=${hostile}`]],
  [['exp', `--${hostile}`]],
  [[hostile]],
  [['resume', hostile, '--debug']],
])('no control or bidi character of an argument reaches the terminal: %j', async (args) => {
  const { code, stdout, stderr } = await siamese(args);
  expect(code).toBe(2);
  expect((stdout + stderr).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});
