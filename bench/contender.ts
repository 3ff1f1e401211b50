/** A program under measurement: a child process that answers one line with one line (see common.py). */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { RunError } from '../src/errors/index.ts';

export interface Answer {
  readonly ready?: string;
  readonly seconds?: number;
  readonly loss?: number;
  readonly peakBytes?: number;
}

export class Contender {
  readonly name: string;
  /** what it is, with versions */
  about = '';
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #complaints = '';

  constructor(name: string, command: string, args: readonly string[]) {
    this.name = name;
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.on('error', (error) => {
      this.#complaints += error.message;
    });
    this.#child.stdin?.on('error', () => {}); // it has gone: the next answer says so
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-2000);
    });
    if (this.#child.stdout === null) throw new RunError(`${name} has no output.`);
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async ready(): Promise<void> {
    this.about = (await this.#answer()).ready ?? '';
  }

  /** → seconds */
  async train(steps: number): Promise<number> {
    return this.#ask({ do: 'train', steps });
  }

  /** → seconds */
  async embed(images: number): Promise<number> {
    return this.#ask({ do: 'embed', images });
  }

  /** Ends the process. → the most memory it ever had */
  async finish(): Promise<number> {
    this.#child.stdin?.end();
    return (await this.#answer()).peakBytes ?? Number.NaN;
  }

  kill(): void {
    this.#child.kill();
  }

  async #ask(question: object): Promise<number> {
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    const { seconds, loss } = await this.#answer();
    if (seconds === undefined) throw new RunError(`${this.name} did not say how long it took.`);
    if (loss !== undefined && !Number.isFinite(loss)) throw new RunError(`${this.name}'s loss is no longer finite.`);
    return seconds;
  }

  async #answer(): Promise<Answer> {
    for (;;) {
      const { value, done } = await this.#answers.next();
      if (done === true) throw new RunError(`${this.name} ended early:\n${this.#complaints.trim()}`);
      if (value.startsWith('bench:')) return JSON.parse(value.slice('bench:'.length)) as Answer;
    }
  }
}
