/** The program's commands in this process: what they print, and how they end. */
import { asides, output, runCommand } from '../../src/commands/index.ts';
import { SiameseError, sentenceOf } from '../../src/errors/index.ts';

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** whether it ended in an error that nobody foresaw */
  readonly isForeign: boolean;
}

export async function ask(args: readonly string[], directory: string): Promise<Answer> {
  const texts = { stdout: '', stderr: '' };
  const streams = [output, asides] as const;
  const writes = streams.map((stream) => stream.write);
  output.write = (text) => {
    texts.stdout += text;
  };
  asides.write = (text) => {
    texts.stderr += text;
  };
  const catchInterrupts = () => new AbortController().signal;
  try {
    const code = await runCommand(args, { directory, project: directory, env: {}, catchInterrupts });
    return { code, ...texts, isForeign: false };
  } catch (error) {
    texts.stderr += `${sentenceOf(error)}\n`;
    const isForeign = !(error instanceof SiameseError);
    if (isForeign) texts.stderr += `${(error as Error).stack}\n`;
    return { code: error instanceof SiameseError ? error.exitCode : 1, ...texts, isForeign };
  } finally {
    for (const [i, stream] of streams.entries()) stream.write = writes[i] as typeof stream.write;
  }
}
