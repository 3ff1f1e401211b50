/** Runs one command after another, as the program would, for whoever has started it: a process takes longer to start. */
import { runCommand } from '../../src/commands/index.ts';
import { SiameseError, sentenceOf } from '../../src/errors/index.ts';

export interface Order {
  readonly args: readonly string[];
  readonly directory: string;
}

export interface Answer {
  readonly code: number;
  /** what it threw, a sentence; null where nothing */
  readonly problem: string | null;
  /** whether nobody foresaw it */
  readonly isForeign: boolean;
}

process.on('message', async ({ args, directory }: Order) => process.send?.(await answerTo(args, directory)));

async function answerTo(args: readonly string[], directory: string): Promise<Answer> {
  const catchInterrupts = () => new AbortController().signal;
  try {
    const code = await runCommand(args, { directory, project: directory, env: {}, catchInterrupts });
    return { code, problem: null, isForeign: false };
  } catch (error) {
    const code = error instanceof SiameseError ? error.exitCode : 1;
    return { code, problem: sentenceOf(error), isForeign: !(error instanceof SiameseError) };
  }
}
