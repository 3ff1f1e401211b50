/** Standard output and standard error: all that is written arrives, or it is known that it didn't. */
import { fstatSync, readlinkSync } from 'node:fs';
import { escapeControls } from '../text/index.ts';
import { withoutSecrets, writeAll } from '../text/node.ts';

type StandardStream = typeof process.stdout | typeof process.stderr;

interface Writing {
  /** somebody waits for it, whatever else is a log */
  readonly isAnswer?: boolean;
  /** it may hold our own colours, bold and dim */
  readonly isStyled?: boolean;
  /** no secrets are in it: of a figure in JSON nothing may become stars */
  readonly hasNoSecrets?: boolean;
}

/**
 * One of the process's two streams. Writing never throws: where the system refuses, the stream has failed, and nothing is
 * written to it again.
 */
export class OutputStream {
  readonly #name: string;
  readonly #stream: StandardStream;
  readonly #isFile: boolean;
  #failure: NodeJS.ErrnoException | null = null;
  #isLog = false;
  #isIncomplete = false;

  constructor(name: string, stream: StandardStream) {
    this.#name = name;
    this.#stream = stream;
    this.#isFile = isFile(stream);
    stream.on('error', (error: NodeJS.ErrnoException) => this.#fail(error, !this.#isLog));
  }

  /** Nothing of a text from elsewhere reaches a terminal as an order to it, and no secret anyone. */
  write(content: string, { isAnswer = !this.#isLog, isStyled = false, hasNoSecrets = false }: Writing = {}): void {
    const shown = hasNoSecrets ? content : withoutSecrets(content);
    const text = isStyled ? shown.split(styles).map(escapeUnlessStyle).join('') : escapeControls(shown);
    if (this.#failure !== null) {
      this.#isIncomplete ||= isAnswer;
    } else if (!this.#isFile) {
      this.#stream.write(text);
    } else {
      try {
        writeAll(this.#stream.fd, text); // Node's own stream takes a write of a part for one of the whole
      } catch (error) {
        this.#fail(error as NodeJS.ErrnoException, isAnswer);
      }
    }
  }

  /** From now on lines repeat what run folders hold: nothing is lost with them. */
  regardAsLog(): void {
    this.#isLog = true;
  }

  /** Waits until everything written has left. */
  async flush(): Promise<void> {
    if (this.#failure === null && !this.#isFile) await new Promise((done) => this.#stream.write('', done));
  }

  /** Whether something is lost that somebody waits for: who closes a pipe, as `head` does, wants no more. */
  get isIncomplete(): boolean {
    return this.#isIncomplete && !this.isClosed;
  }

  /** Whether it failed because nobody reads it any more. */
  get isClosed(): boolean {
    return this.#failure?.code === 'EPIPE' || (this.#failure?.code === 'EIO' && !this.#isFile);
  }

  /** Why nothing arrives any more; null while it does. */
  get trouble(): string | null {
    if (this.#failure === null) return null;
    const name = `${this.#name}${this.#isFile ? fileBehind(this.#stream.fd) : ''}`;
    if (this.isClosed) return `${name} is closed.`;
    const [, reason = this.#failure.message] = /^\w+: ([^,]+)/.exec(this.#failure.message) ?? [];
    return `${name} can't be written: ${reason}.`;
  }

  #fail(error: NodeJS.ErrnoException, isAnswer: boolean): void {
    this.#failure ??= error;
    this.#isIncomplete ||= isAnswer;
  }
}

export const output = new OutputStream('Standard output', process.stdout);
export const asides = new OutputStream('Standard error', process.stderr);

/** At odd places of the split lies a style: colours, bold, dim, italic and underlined, set and taken back. */
const styles = new RegExp(`(${'\x1b'}\\[(?:[0-4]|2[2-4]|3[0-79]|9[0-7])m)`);
const escapeUnlessStyle = (part: string, i: number): string => (i % 2 === 1 ? part : escapeControls(part));

/** Whatever can be written at once: no pipe, no terminal. */
function isFile(stream: StandardStream): boolean {
  if (stream.isTTY) return false;
  try {
    const stats = fstatSync(stream.fd);
    return !stats.isFIFO() && !stats.isSocket();
  } catch {
    return false;
  }
}

/** ` (/dev/full)`; nothing where the system doesn't tell. */
function fileBehind(descriptor: number): string {
  try {
    return ` (${readlinkSync(`/proc/self/fd/${descriptor}`)})`;
  } catch {
    return '';
  }
}
