/** Sends what hasn't arrived of a run that has ended, was interrupted, or never had a server. */
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../errors/index.ts';
import { claimSending, type ReadRun, readExperiment } from '../../record/index.ts';
import type { Teller } from '../../text/index.ts';
import { MlflowClient, ServerError } from './client.ts';
import { type Arrived, Delivery } from './delivery.ts';
import { credentialsFor, type Environment } from './destination.ts';
import { type Patience, pauseAfter, usualPatience } from './patience.ts';
import { whereTo } from './sent.ts';

export interface SyncRequest {
  readonly found: ReadRun;
  readonly env: Environment;
  /** the server to send it to, wherever else it was to go */
  readonly uri?: string | undefined;
  readonly signal: AbortSignal;
  /** that bring nothing, while a server has passing troubles */
  readonly attempts?: number;
  readonly patience?: Patience;
  /** what it waits for */
  readonly teller: Pick<Teller, 'say'>;
}

const usualAttempts = 4;

/**
 * Throws a ServerError where the server doesn't take it, an InputError where nobody says where it goes, and a HeldError
 * where another process is sending it.
 */
export async function syncWithMlflow({ found, env, signal, teller, ...request }: SyncRequest): Promise<Arrived> {
  const destination = whereTo(found.path, readExperiment(found), env, request.uri);
  if (destination === null) {
    throw new InputError(
      `${found.folder} goes nowhere: give the address of an MLflow server with --uri, or as MLFLOW_TRACKING_URI in the environment.`,
    );
  }
  const { patience = usualPatience, attempts = usualAttempts } = request;
  const { requestMilliseconds } = patience;
  const claim = claimSending(found.path);
  try {
    const credentials = credentialsFor(destination, env, request.uri ?? null);
    const client = new MlflowClient(destination.uri, credentials, { requestMilliseconds, signal });
    const delivery = new Delivery(found.path, destination, client, claim);
    let progress = 0;
    let hasTold = false;
    for (let attempt = 1; ; attempt++) {
      try {
        return await delivery.bringUpToDate();
      } catch (error) {
        if (delivery.progress > progress) attempt = 1;
        progress = delivery.progress;
        if (!(error instanceof ServerError) || !error.passes || attempt === attempts || signal.aborted) throw error;
        if (!hasTold) teller.say(`${error.message} It is tried again.`);
        hasTold = true;
        const pause = 1000 * error.waitSeconds + pauseAfter(attempt, patience);
        await sleep(pause, undefined, { signal }).catch(() => {});
      }
    }
  } finally {
    claim.release();
  }
}
