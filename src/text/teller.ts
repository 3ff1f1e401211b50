/** Takes sentences for people, about something that goes on. What happens, event by event, is a sink's to take. */
export interface Teller {
  say(line: string): void;
  /** what is still to be known when it has ended */
  warn(line: string): void;
  /** why lines no longer reach anyone, a sentence; null while they do */
  readonly trouble?: string | null;
}

/** Warns as it says. */
export const tellerOf = (say: (line: string) => void, trouble: () => string | null = () => null): Teller => ({
  say,
  warn: say,
  get trouble() {
    return trouble();
  },
});
