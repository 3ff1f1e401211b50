/**
 * Brings MLflow's run to what the run folder holds.
 *
 *   run folder ─▶ contents ─▶ less what has arrived ─▶ parameters, tags, metrics ─▶ artifacts ─▶ status
 *                              (mlflow.json; the server, where that can't know)
 *
 * Every part may be broken off and done again, by this process or another, without doubling anything.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { dirname } from 'node:path';
import { type Claim, claimShared, HeldError, openIn, openRun } from '../../record/index.ts';
import { batchesOf } from './batches.ts';
import { type MlflowClient, type Pair, type RunInfo, type RunStatus, ServerError } from './client.ts';
import { type Contents, contentsOf, parentTag, runTag, sweepTag } from './contents.ts';
import type { Destination } from './destination.ts';
import { nothingSent, readSent, type Sent, writeSent } from './sent.ts';

export interface Arrived {
  /** epochs whose figures were sent now */
  readonly epochs: number;
  /** files that were sent now */
  readonly artifacts: number;
  /** why files were not taken, a sentence; null where all were */
  readonly problem: string | null;
  /** the run's page */
  readonly page: string;
}

/** MLflow's run, as this process has found it. */
interface Open {
  readonly experimentId: string;
  readonly info: RunInfo;
  readonly parent: string | null;
}

export class Delivery {
  readonly #folder: string;
  readonly #destination: Destination;
  readonly #client: MlflowClient;
  readonly #claim: Pick<Claim, 'check'>;
  #sent: Sent;
  #experimentId: string | null = null;
  #parent: string | null = null;
  #open: Open | null = null;
  /** tags as this process has sent them */
  #tags = new Map<string, string>();
  /** whether figures beyond `#sent.epochs` may have arrived: a request had no answer, or its process died */
  #mayHaveMore = true;
  #progress = 0;

  /**
   * Notes in the folder where the run goes, so that it can be sent later. Throws where that can't be written. `claim` is
   * that on sending the run.
   */
  constructor(folder: string, destination: Destination, client: MlflowClient, claim: Pick<Claim, 'check'>) {
    this.#folder = folder;
    this.#destination = destination;
    this.#client = client;
    this.#claim = claim;
    const before = readSent(folder);
    const isSame = before?.uri === destination.uri && before.experiment === destination.experiment;
    this.#sent = before !== null && isSame ? before : nothingSent(destination);
    if (before !== this.#sent) writeSent(folder, this.#sent);
  }

  /** Parts that have arrived: grows as long as there is progress. */
  get progress(): number {
    return this.#progress;
  }

  /**
   * `epochs`: only the figures of the first so many, as later ones may yet be taken back. May be called again after a
   * ServerError that passes.
   */
  async bringUpToDate(epochs = Number.POSITIVE_INFINITY): Promise<Arrived> {
    try {
      return await this.#deliver(epochs);
    } catch (error) {
      if (!(error instanceof ServerError) || error.code !== 'RESOURCE_DOES_NOT_EXIST') throw error;
      this.#open = this.#experimentId = this.#parent = null; // the server has lost them since we looked
      return await this.#deliver(epochs);
    }
  }

  async #deliver(epochs: number): Promise<Arrived> {
    const contents = contentsOf(openRun(this.#folder));
    this.#open ??= await this.#openRun(contents);
    const newEpochs = await this.#logFigures(this.#open, contents, epochs);
    const { artifacts, problem } = await this.#putArtifacts(this.#open, contents);
    await this.#setStatus(this.#open, contents);
    return { epochs: newEpochs, artifacts, problem, page: this.#pageOf(this.#open.experimentId, this.#open.info) };
  }

  /** The run that is known, else the one that has our tag, else a new one. */
  async #openRun(contents: Contents): Promise<Open> {
    const client = this.#client;
    this.#experimentId ??= await client.ensureExperiment(this.#destination.experiment);
    const experimentId = this.#experimentId;
    if (contents.sweep !== null)
      this.#parent ??= await this.#ensureParent(experimentId, contents.sweep, contents.startTime);
    const parent = this.#parent;
    const { runId } = this.#sent;
    const known = runId === null ? null : await client.getRun(runId);
    const tag = { key: runTag, value: contents.id };
    let info = known ?? (await client.findRuns(experimentId, tag))[0];
    this.#mayHaveMore = true;
    if (known === null) this.#sent = nothingSent(this.#destination);
    if (info === undefined) {
      const { name, startTime } = contents;
      const tags = parent === null ? [tag] : [tag, { key: parentTag, value: parent }];
      info = await client.createRun(experimentId, { name, startTime, tags });
      this.#mayHaveMore = false;
    }
    if (info.lifecycle_stage === 'deleted') {
      throw new ServerError(`MLflow has this run in its bin: ${this.#pageOf(experimentId, info)}. Restore it there.`);
    }
    this.#save({ experimentId, runId: info.run_id });
    this.#tags.clear();
    return { experimentId, info, parent };
  }

  /** A run for the whole sweep, made by the first of its runs. Two processes on one runs folder make only one. */
  async #ensureParent(experimentId: string, { name, id }: Sweep, startTime: number): Promise<string> {
    const client = this.#client;
    const tag = { key: sweepRunTag, value: id };
    const find = async () => {
      const [first] = await client.findRuns(experimentId, tag);
      if (first?.lifecycle_stage === 'deleted') {
        const page = this.#pageOf(experimentId, first);
        throw new ServerError(`MLflow has the run of sweep ${name} in its bin: ${page}. Restore it there.`);
      }
      return first;
    };
    const existing = await find();
    if (existing !== undefined) return existing.run_id;
    const key = createHash('sha256').update(`${this.#destination.uri} ${experimentId} ${id}`).digest('hex');
    let claim: Claim;
    try {
      claim = claimShared(dirname(this.#folder), `mlflow-${key.slice(0, 16)}`);
    } catch (error) {
      if (!(error instanceof HeldError)) throw error;
      throw new ServerError(`Another run of sweep ${name} is just making its parent.`, { passes: true });
    }
    try {
      const made = (await find()) ?? (await client.createRun(experimentId, { name, startTime, tags: [tag] }));
      return made.run_id;
    } finally {
      claim.release();
    }
  }

  /** → the epochs that were sent. */
  async #logFigures({ info, parent }: Open, contents: Contents, most: number): Promise<number> {
    const { params, epochs: before, summary: summarized } = this.#sent;
    const parentTags: Pair[] = parent === null ? [] : [{ key: parentTag, value: parent }];
    const tags = [...contents.tags, ...parentTags];
    const digest = digestOf(JSON.stringify(tags));
    const changed = digest === this.#sent.tags ? [] : tags.filter(({ key, value }) => this.#tags.get(key) !== value);
    const rows = contents.metrics.filter(({ step }) => step > before && step <= most);
    const last = rows.at(-1)?.step ?? before;
    const summary = contents.summary.filter(({ step }) => step !== summarized);
    let metrics = [...rows, ...summary];
    if (this.#mayHaveMore) {
      const arrived = new Map<string, Set<number>>();
      for (const { key } of metrics)
        if (!arrived.has(key)) arrived.set(key, await this.#client.stepsOf(info.run_id, key));
      metrics = metrics.filter(({ key, step }) => !arrived.get(key)?.has(step));
    }
    const missing = params ? [] : contents.params.filter(({ key }) => !info.params.has(key));
    const batches = batchesOf({ params: missing, tags: changed, metrics });
    for (const [i, batch] of batches.entries()) {
      this.#mayHaveMore = true;
      await this.#client.logBatch(info.run_id, batch);
      this.#mayHaveMore = false;
      const next = batches[i + 1]?.metrics[0]?.step;
      if (next !== undefined) this.#save({ epochs: Math.max(before, next - 1) });
    }
    for (const { key, value } of changed) this.#tags.set(key, value);
    const isNew = batches.length > 0 || last > before || summary.length > 0;
    if (isNew) this.#save({ params: true, tags: digest, epochs: last, summary: summary[0]?.step ?? summarized });
    return last - before;
  }

  /** What has changed since it was sent. A file that isn't taken keeps no other from being sent. */
  async #putArtifacts({ info }: Open, { artifacts }: Contents): Promise<Pick<Arrived, 'artifacts' | 'problem'>> {
    let count = 0;
    let problem: string | null = null;
    for (const path of artifacts) {
      const open = () => openIn(this.#folder, path);
      const { sha256, bytes } = await contentOf(open);
      if (this.#sent.artifacts[path] === sha256) continue;
      try {
        await this.#client.putArtifact(info, path, open, bytes);
      } catch (error) {
        if (!(error instanceof ServerError) || error.passes || error.code === 'RESOURCE_DOES_NOT_EXIST') throw error;
        problem ??= error.message;
        continue;
      }
      this.#save({ artifacts: { ...this.#sent.artifacts, [path]: sha256 } });
      count++;
    }
    return { artifacts: count, problem };
  }

  /** Last: it says that all the rest is there. */
  async #setStatus({ info, experimentId, parent }: Open, { status, endTime, name }: Contents): Promise<void> {
    const key = `${status} ${endTime ?? ''}`.trim();
    if (this.#sent.status === key) return;
    const before = this.#sent.status ?? info.status;
    const end = endTime === null ? {} : { end_time: endTime };
    if (before !== key) await this.#client.updateRun(info.run_id, { status, run_name: name, ...end });
    if (parent !== null) await this.#settleParent(experimentId, parent);
    this.#save({ status: key });
  }

  /**
   * A sweep's run goes on as long as one of its runs does, and ends with the last of them, as the worst of them. Looked
   * at again once it is written: of two that end at once, the last to write has seen both.
   */
  async #settleParent(experimentId: string, parent: string): Promise<void> {
    let written = '';
    for (let attempt = 0; attempt < mostSettlings; attempt++) {
      const found = await this.#client.findRuns(experimentId, { key: parentTag, value: parent });
      const trials = found.filter(({ lifecycle_stage }) => lifecycle_stage !== 'deleted');
      const status = worstFirst.find((each) => trials.some((trial) => trial.status === each)) ?? 'FINISHED';
      const ends = trials.flatMap(({ end_time }) => end_time ?? []);
      const end = status === 'RUNNING' || ends.length === 0 ? {} : { end_time: Math.max(...ends) };
      const change = { status, ...end };
      if (JSON.stringify(change) === written) return;
      await this.#client.updateRun(parent, change);
      written = JSON.stringify(change);
    }
  }

  #pageOf(experimentId: string, { run_id }: RunInfo): string {
    return `${this.#destination.uri}/#/experiments/${experimentId}/runs/${run_id}`;
  }

  #save(change: Partial<Sent>): void {
    this.#claim.check();
    this.#sent = { ...this.#sent, ...change };
    writeSent(this.#folder, this.#sent);
    this.#progress++;
  }
}

type Sweep = NonNullable<Contents['sweep']>;

/** Marks the run of a whole sweep; its value is what its trials have as `siamese.sweep.hash`. */
const sweepRunTag = `${sweepTag}.parent`;

const mostSettlings = 5;
const worstFirst: readonly RunStatus[] = ['RUNNING', 'FAILED', 'KILLED', 'FINISHED'];

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A file that grows is taken as far as it has been read here. */
async function contentOf(open: () => number): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream('', { fd: open() })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
