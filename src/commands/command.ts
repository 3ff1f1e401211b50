/** What a command is. This file imports no command. */

export interface Option {
  /** what its value is called; an option without one is a switch */
  readonly value?: string;
  readonly description: string;
  /** a value may begin with a dash */
  readonly allowsDash?: true;
  /** what a value looks like, where a word can be told to be one */
  readonly looksLike?: RegExp;
  /** all values there are; loads what it takes to know them */
  readonly choices?: () => Promise<readonly string[]>;
}

/** Options that every command takes. */
export const commonOptions: Readonly<Record<string, Option>> = {
  help: { description: 'show this help' },
  debug: { description: 'show where an error came from' },
};

export interface CommandFace {
  readonly name: string;
  readonly summary: string;
  /** what comes after the command's name */
  readonly usage: string;
  readonly options: Readonly<Partial<Record<keyof Options, Option>>>;
  readonly examples: readonly string[];
  /** Loads the rest, so that starting one command doesn't pay for the others. */
  load(): Promise<{ run(invocation: Invocation): Promise<ExitCode> }>;
}

/** 0 done, 1 a run failed, 2 the user's input is wrong, 130 interrupted */
export type ExitCode = 0 | 1 | 2 | 130;

export interface Invocation {
  /** as typed, options left out */
  readonly words: readonly string[];
  readonly options: Options;
  readonly surroundings: Surroundings;
}

/** An option that wasn't given is absent. */
export interface Options {
  readonly help?: true;
  readonly debug?: true;
  readonly json?: true;
  readonly 'dry-run'?: true;
  readonly again?: true;
  readonly retry?: true;
  readonly fresh?: true;
  readonly threads?: string;
  readonly parallel?: string;
  readonly 'max-failures'?: string;
  readonly runs?: string;
  readonly uri?: string;
  readonly engine?: string;
  readonly seconds?: string;
  readonly columns?: string;
  readonly sort?: string;
  readonly limit?: string;
  readonly csv?: true;
  readonly all?: true;
  readonly metric?: string;
  readonly best?: true;
  readonly last?: true;
  readonly md?: true;
  readonly html?: string;
  readonly svg?: string;
  readonly list?: string;
  readonly data?: string;
  readonly png?: string;
  readonly remove?: string;
  readonly verify?: true;
  readonly prune?: true;
  readonly 'keep-best'?: string;
  readonly 'older-than'?: string;
  readonly delete?: true;
  readonly undo?: true;
  readonly 'empty-trash'?: true;
}

export interface Surroundings {
  /** where the user stands: relative paths start here */
  readonly directory: string;
  /** where `runs` and `experiments` are */
  readonly project: string;
  readonly env: Readonly<Partial<Record<string, string>>>;
  /** From now on Ctrl-C doesn't end the process but aborts this signal; a second one ends it. */
  catchInterrupts(): AbortSignal;
}
