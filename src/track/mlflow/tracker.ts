/**
 * Sends a run while it goes on. The run folder is the queue: training only says that there is more in it, and one
 * delivery at a time takes what is new. So nothing piles up in memory, however long the server is away.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sentenceOf } from '../../errors/index.ts';
import { type Claim, claimSending, HeldError, type Sink } from '../../record/index.ts';
import { formatDuration, quote, type Teller } from '../../text/index.ts';
import type { TrainingEvent } from '../../training/index.ts';
import type { TrackedRun } from '../tracked-run.ts';
import { MlflowClient, ServerError } from './client.ts';
import { Delivery } from './delivery.ts';
import { credentialsFor, type Destination, serverIn } from './destination.ts';
import { lessOf, type Patience, pauseAfter, usualPatience } from './patience.ts';
import { whereTo } from './sent.ts';

/** null where nobody asks for it. Training never waits for it; only `finish` waits a little. */
export function openMlflow(tracked: TrackedRun, teller: Teller): Sink | null {
  const { folder, experiment, env } = tracked;
  const destination = whereTo(folder.folder, experiment, env);
  return destination === null ? null : new MlflowTracker(tracked, destination, teller);
}

/** Servers that a run of this process has given up on: the next ones of a sweep wait less. */
const unreachable = new Set<string>();

class MlflowTracker implements Sink {
  /** the run's */
  readonly #folder: string;
  readonly #teller: Teller;
  readonly #destination: Destination;
  #patience: Patience;
  readonly #broken = new AbortController();
  readonly #client: MlflowClient;
  #delivery: Delivery | null = null;
  #claim: Claim | null = null;
  /** whole epochs with a checkpoint behind them: no resume takes them back */
  #epochs = 0;
  #hasNews = false;
  #work: Promise<void> | null = null;
  #wake = new AbortController();
  /** attempts in a row that failed */
  #failures = 0;
  #hasToldFailure = false;
  /** the delivery's, when the last attempt failed */
  #progress = 0;
  /** that bring nothing; null: as many as it takes */
  #attemptsLeft: number | null = null;
  /** of the last failure, a sentence */
  #reason = '';
  #hasGivenUp = false;
  #shownPage = '';
  #hasToldProblem = false;

  constructor(
    { folder, env, command = [], patience = usualPatience }: TrackedRun,
    destination: Destination,
    teller: Teller,
  ) {
    this.#folder = folder.folder;
    this.#teller = teller;
    this.#destination = destination;
    this.#patience = patience;
    this.#client = new MlflowClient(destination.uri, credentialsFor(destination, env, serverIn(command)), {
      requestMilliseconds: this.#patience.requestMilliseconds,
      signal: this.#broken.signal,
    });
  }

  take(event: TrainingEvent): void {
    if (event.type === 'checkpoint') this.#epochs = event.point.position.epoch - 1;
    if (event.type === 'start' || event.type === 'checkpoint') this.#requestDelivery();
  }

  /** The folder is whole by now. Waits until all is sent, or until it is clear that it can't be. */
  async finish(): Promise<void> {
    const { uri } = this.#destination;
    if (unreachable.has(uri)) this.#patience = lessOf(this.#patience);
    this.#epochs = Number.POSITIVE_INFINITY;
    this.#attemptsLeft = this.#patience.lastAttempts;
    this.#requestDelivery();
    this.#wake.abort(); // it may be waiting for a better time
    this.#wake = new AbortController();
    const watch = this.#watch();
    const notice = setTimeout(() => this.#tellOfWaiting(), this.#patience.noticeMilliseconds);
    await this.#work;
    clearInterval(watch);
    clearTimeout(notice);
    if (this.#hasGivenUp) this.#tellWhatIsMissing();
    if (this.#hasGivenUp) unreachable.add(uri);
    else unreachable.delete(uri);
    this.#claim?.release();
  }

  abandon(): void {
    this.#hasGivenUp = true;
    this.#broken.abort();
    this.#claim?.release();
  }

  #requestDelivery(): void {
    this.#hasNews = true;
    if (!this.#hasGivenUp) this.#work ??= this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    while (this.#hasNews && !this.#hasGivenUp) {
      this.#hasNews = false;
      try {
        await this.#send();
      } catch (error) {
        this.#hasNews = true;
        await this.#handleFailure(error);
      }
    }
    this.#work = null;
  }

  async #send(): Promise<void> {
    const folder = this.#folder;
    const destination = this.#destination;
    if (this.#delivery === null) {
      this.#claim = claimSending(folder);
      this.#delivery = new Delivery(folder, destination, this.#client, this.#claim);
    }
    const { page, problem } = await this.#delivery.bringUpToDate(this.#epochs);
    if (this.#hasToldFailure) this.#tell(`MLflow at ${destination.uri} answers again.`);
    this.#hasToldFailure = false;
    this.#failures = 0;
    if (page !== this.#shownPage) this.#tell(`MLflow: ${page}`);
    this.#shownPage = page;
    if (problem !== null && !this.#hasToldProblem && this.#attemptsLeft !== null) {
      this.#tell(`${problem} The files stay in the run folder.`, 'warn');
      this.#hasToldProblem = true;
    }
  }

  /** What is told is in the run's log too, and that is sent. */
  #tell(line: string, how: 'say' | 'warn' = 'say'): void {
    this.#teller[how](line);
    this.#hasNews = true;
  }

  /** Waits for a better time, or gives up. */
  async #handleFailure(error: unknown): Promise<void> {
    const isEnding = this.#attemptsLeft !== null;
    const progress = this.#delivery?.progress ?? 0;
    if (isEnding && progress > this.#progress) this.#attemptsLeft = this.#patience.lastAttempts;
    this.#progress = progress;
    const isLast = this.#attemptsLeft !== null && --this.#attemptsLeft <= 0;
    const passes = (error instanceof ServerError && error.passes) || error instanceof HeldError;
    const isBrokenOff = this.#broken.signal.aborted;
    if (!isBrokenOff || this.#reason === '') this.#reason = sentenceOf(error);
    if (!passes || isLast || isBrokenOff) {
      this.#hasGivenUp = true;
      this.#claim?.release(); // whoever syncs need not wait for the run's end
      if (!isEnding) this.#teller.say(`${this.#reason} Training goes on without it.`);
      return;
    }
    this.#failures++;
    if (this.#failures === 1 && !isEnding) {
      this.#teller.say(`${this.#reason} Training goes on; it is tried again.`);
      this.#hasToldFailure = true;
    }
    const waitSeconds = error instanceof ServerError ? error.waitSeconds : 0;
    const pause = pauseAfter(isEnding ? 1 : this.#failures, this.#patience);
    const { signal } = this.#broken;
    await sleep(1000 * waitSeconds, undefined, { signal }).catch(() => {}); // not even the run's end makes it shorter
    await sleep(pause, undefined, { signal: AbortSignal.any([this.#wake.signal, signal]) }).catch(() => {});
  }

  /** Breaks off what takes too long. */
  #watch(): NodeJS.Timeout {
    const began = performance.now();
    const { silenceMilliseconds: silence, finishMilliseconds: finish } = this.#patience;
    return setInterval(() => {
      const now = performance.now();
      const isSilent = now - Math.max(began, this.#client.lastAnswer) > silence;
      if (isSilent || now - began > finish) this.#broken.abort();
    }, 50);
  }

  #tellOfWaiting(): void {
    const most = formatDuration(this.#patience.finishMilliseconds / 1000);
    this.#tell(`MLflow at ${this.#destination.uri} hasn't all of this run yet; it is waited for, ${most} at most.`);
  }

  #tellWhatIsMissing(): void {
    const rest = `npm run sync ${quote(this.#folder)} sends the rest.`;
    this.#teller.warn(`${this.#reason} Not all of this run has arrived; ${rest}`);
  }
}
