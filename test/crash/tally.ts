/** Kinds of trouble, how often each was tried, and how often something was wrong after it. */
export class Tally {
  readonly #kinds = new Map<string, { tries: number; failures: number }>();
  readonly #tell: (line: string) => void;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** `problems`: what was wrong, a sentence each; `what`: the case, for the line above them. */
  add(kind: string, what: string, problems: readonly string[]): void {
    const { tries, failures } = this.#kinds.get(kind) ?? { tries: 0, failures: 0 };
    const hasFailed = problems.length > 0;
    this.#kinds.set(kind, { tries: tries + 1, failures: failures + (hasFailed ? 1 : 0) });
    if (hasFailed) this.#tell(`${kind}, ${what}:\n  ${problems.join('\n  ')}`);
  }

  /** A line for each kind, and one for all. → whether nothing has failed */
  report(): boolean {
    const all = { tries: 0, failures: 0 };
    for (const [kind, { tries, failures }] of this.#kinds) {
      this.#tell(`${kind.padEnd(26)} ${String(tries).padStart(5)} tries, ${failures} failures`);
      all.tries += tries;
      all.failures += failures;
    }
    this.#tell(`${'all'.padEnd(26)} ${String(all.tries).padStart(5)} tries, ${all.failures} failures`);
    return all.failures === 0;
  }
}
