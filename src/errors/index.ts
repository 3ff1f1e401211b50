/**
 * The errors a person may meet. One class per different reaction; every message is a sentence that
 * says what is wrong, where, and what would be right. Anything may throw them; only `cli` prints and exits.
 */

/** Base of every error we foresee: printed as its sentence alone, without a stack trace. */
export class SiameseError extends Error {
  override readonly name: string = 'SiameseError';
  /** What the process exits with: 1 a run failed, 2 the user's input is wrong. */
  readonly exitCode: 1 | 2 = 1;
}

/** What the user gave is wrong (a file, an option, a data set, an engine that isn't there): exit code 2. */
export class InputError extends SiameseError {
  override readonly name: string = 'InputError';
  override readonly exitCode = 2;
}

/** The run itself failed (a loss that is not finite, a disk that is full): exit code 1. */
export class RunError extends SiameseError {
  override readonly name: string = 'RunError';
  override readonly exitCode = 1;
}

/** The sentence for an error; one that nobody foresaw says so. */
export function sentenceOf(error: unknown): string {
  if (error instanceof SiameseError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `Something went wrong that should not have: ${message} (--debug shows where)`;
}

/** Stack and causes, for --debug. */
export function traceOf(error: unknown): string {
  const lines: string[] = [];
  for (let cause: unknown = error; cause !== undefined; cause = cause instanceof Error ? cause.cause : undefined) {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    lines.push(lines.length === 0 ? text : `caused by ${text}`);
  }
  return lines.join('\n');
}
