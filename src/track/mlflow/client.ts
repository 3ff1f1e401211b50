/**
 * MLflow's REST interface, as far as runs need it. What goes wrong is told apart by what to do about it: a ServerError
 * that passes may be tried again, as every call may be repeated.
 *
 * Neither password nor token is in any error: errors of axios, which hold them, end here.
 */
import { createReadStream } from 'node:fs';
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import { RunError } from '../../errors/index.ts';
import { hideSecrets, isRecord, secretsIn } from '../../text/index.ts';
import type { Credentials } from './destination.ts';

/** The server, or the way to it, didn't do what it should. */
export class ServerError extends RunError {
  override readonly name: string = 'ServerError';
  /** whether trying again may help */
  readonly passes: boolean;
  /** MLflow's own name for it, e.g. RESOURCE_DOES_NOT_EXIST; null where it has said none */
  readonly code: string | null;
  /** that the server asks to be left alone */
  readonly waitSeconds: number;

  constructor(message: string, { passes = false, code = null as string | null, waitSeconds = 0 } = {}) {
    super(message);
    this.passes = passes;
    this.code = code;
    this.waitSeconds = waitSeconds;
  }
}

export type RunStatus = 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface RunInfo {
  readonly run_id: string;
  readonly artifact_uri: string;
  readonly status: string;
  readonly lifecycle_stage: string;
  readonly start_time: number;
  /** milliseconds since 1970; null while it runs */
  readonly end_time: number | null;
  /** keys of the parameters that have arrived */
  readonly params: ReadonlySet<string>;
}

export interface Pair {
  readonly key: string;
  readonly value: string;
}

export interface LoggedMetric {
  readonly key: string;
  /** text for what JSON has no number for: NaN, Infinity, -Infinity */
  readonly value: number | string;
  /** milliseconds since 1970 */
  readonly timestamp: number;
  readonly step: number;
}

/** What a single log-batch takes. */
export interface Batch {
  readonly params: readonly Pair[];
  readonly tags: readonly Pair[];
  readonly metrics: readonly LoggedMetric[];
}

export interface NewRun {
  readonly name: string;
  readonly startTime: number;
  readonly tags: readonly Pair[];
}

/** More than any answer that we ask for. */
const mostAnswerBytes = 20_000_000;
/** A slow line still sends this much in a second. */
const slowestBytesPerSecond = 50_000;

export class MlflowClient {
  readonly #uri: string;
  readonly #credentials: Credentials;
  readonly #requestMilliseconds: number;
  readonly #signal: AbortSignal;
  #http: AxiosInstance | null = null;
  /** when the server last answered as it should, or took a part of a file; performance.now() */
  lastAnswer = Number.NEGATIVE_INFINITY;

  /** Nothing is sent once `signal` is aborted, and what is under way is broken off. */
  constructor(uri: string, credentials: Credentials, options: { requestMilliseconds: number; signal: AbortSignal }) {
    this.#uri = uri;
    this.#credentials = credentials;
    this.#requestMilliseconds = options.requestMilliseconds;
    this.#signal = options.signal;
  }

  /** → its id; made where there is none, by whoever comes first. */
  async ensureExperiment(name: string): Promise<string> {
    const existing = await this.#findExperiment(name);
    if (existing !== null) return existing;
    try {
      const made = await this.#post('experiments/create', { name });
      return this.#expect(isRecord<{ experiment_id: string }>(made) ? made.experiment_id : null);
    } catch (error) {
      if (!(error instanceof ServerError) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
      return (await this.#findExperiment(name)) ?? this.#expect(null); // another was quicker
    }
  }

  async #findExperiment(name: string): Promise<string | null> {
    const answer = await this.#get('experiments/get-by-name', { experiment_name: name }).catch(absentAsNull);
    if (answer === null) return null;
    const experiment = isRecord<{ experiment: object }>(answer) ? answer.experiment : null;
    if (!isRecord<{ experiment_id: string; lifecycle_stage: string }>(experiment)) return this.#expect(null);
    if (experiment.lifecycle_stage === 'deleted') {
      throw new ServerError(
        `${this.#place} has experiment ${name} in its bin: restore it there, or give another name as track.mlflow.experiment.`,
      );
    }
    return this.#expect(experiment.experiment_id);
  }

  async createRun(experimentId: string, { name, startTime, tags }: NewRun): Promise<RunInfo> {
    return this.#infoOf(
      await this.#post('runs/create', { experiment_id: experimentId, start_time: startTime, run_name: name, tags }),
    );
  }

  /** null where there is no such run. */
  async getRun(runId: string): Promise<RunInfo | null> {
    const answer = await this.#get('runs/get', { run_id: runId }).catch(absentAsNull);
    return answer === null ? null : this.#infoOf(answer);
  }

  /** Runs with a tag of this value, without quotes in it; deleted ones too, the oldest first. */
  async findRuns(experimentId: string, { key, value }: Pair): Promise<RunInfo[]> {
    const found: RunInfo[] = [];
    let token: unknown;
    do {
      const answer = await this.#post('runs/search', {
        experiment_ids: [experimentId],
        filter: `tags.\`${key}\` = '${value}'`,
        run_view_type: 'ALL',
        order_by: ['attributes.start_time ASC'],
        max_results: 1000,
        ...(token === undefined ? {} : { page_token: token }),
      });
      if (!isRecord<{ runs: unknown[]; next_page_token: string }>(answer)) return this.#expect(null);
      const runs = answer.runs ?? [];
      if (!Array.isArray(runs)) return this.#expect(null);
      found.push(...runs.map((run) => this.#infoOf({ run })));
      token = answer.next_page_token || undefined;
    } while (token !== undefined);
    return found;
  }

  async updateRun(runId: string, change: { status: RunStatus; end_time?: number; run_name?: string }): Promise<void> {
    await this.#post('runs/update', { run_id: runId, ...change });
  }

  async logBatch(runId: string, batch: Batch): Promise<void> {
    await this.#post('runs/log-batch', { run_id: runId, ...batch });
  }

  /** The steps for which a metric has arrived. */
  async stepsOf(runId: string, key: string): Promise<Set<number>> {
    const steps = new Set<number>();
    let token: unknown;
    do {
      const query = { run_id: runId, metric_key: key, max_results: 10_000 };
      const answer = await this.#get(
        'metrics/get-history',
        token === undefined ? query : { ...query, page_token: token },
      );
      if (!isRecord<{ metrics: unknown[]; next_page_token: string }>(answer)) return this.#expect(null);
      const metrics = answer.metrics ?? [];
      if (!Array.isArray(metrics)) return this.#expect(null);
      for (const each of metrics) steps.add(Number((each as LoggedMetric).step ?? 0));
      token = answer.next_page_token || undefined;
    } while (token !== undefined);
    return steps;
  }

  /**
   * Puts the first `bytes` of a file, which `open` gives a descriptor of, beside the run's other artifacts, through the server. `path` is relative to them.
   * Throws a ServerError that doesn't pass where the server keeps artifacts elsewhere.
   */
  async putArtifact({ artifact_uri: root }: RunInfo, path: string, open: () => number, bytes: number): Promise<void> {
    const [, below] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(root) ?? [];
    if (below === undefined) throw this.#keepsElsewhere(/^[a-z0-9+.-]+(?=:)/i.exec(root)?.[0] ?? 'a folder of its own');
    const url = `api/2.0/mlflow-artifacts/artifacts/${[below, path].join('/').split('/').map(encodeURIComponent).join('/')}`;
    const config: AxiosRequestConfig = {
      method: 'PUT',
      url,
      data: bytes === 0 ? Buffer.alloc(0) : createReadStream('', { fd: open(), start: 0, end: bytes - 1 }),
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes },
      onUploadProgress: () => {
        this.lastAnswer = performance.now();
      },
    };
    await this.#request(config, Math.ceil((1000 * bytes) / slowestBytesPerSecond));
  }

  #keepsElsewhere(where: string): ServerError {
    return new ServerError(
      `${this.#place} doesn't take files itself but keeps them at ${where}; start it with --artifacts-destination, for new experiments.`,
    );
  }

  get #place(): string {
    return `MLflow at ${this.#uri}`;
  }

  #get(path: string, params: object): Promise<unknown> {
    return this.#json({ method: 'GET', url: `api/2.0/mlflow/${path}`, params });
  }

  #post(path: string, data: object): Promise<unknown> {
    return this.#json({ method: 'POST', url: `api/2.0/mlflow/${path}`, data });
  }

  async #json(config: AxiosRequestConfig): Promise<unknown> {
    const answer = await this.#request(config);
    if (isRecord(answer)) return answer;
    return this.#expect(null);
  }

  #infoOf(answer: unknown): RunInfo {
    const run = isRecord<{ run: unknown }>(answer) ? answer.run : null;
    const info = isRecord<{ info: unknown }>(run) ? run.info : null;
    if (!isRecord<RunInfo>(info)) return this.#expect(null);
    const { run_id, artifact_uri, status, lifecycle_stage, start_time, end_time } = info;
    const data = isRecord<{ data: unknown }>(run) ? run.data : null;
    const params = isRecord<{ params: unknown }>(data) && Array.isArray(data.params) ? (data.params as Pair[]) : [];
    return {
      run_id: this.#expect(run_id),
      artifact_uri: String(artifact_uri ?? ''),
      status: String(status),
      lifecycle_stage: String(lifecycle_stage ?? 'active'),
      start_time: Number(start_time ?? 0),
      end_time: end_time === undefined ? null : Number(end_time),
      params: new Set(params.map(({ key }) => key)),
    };
  }

  /** A part of an answer that must be there. */
  #expect<T>(part: T): NonNullable<T> & string {
    if (typeof part === 'string' && part !== '' && !this.#hasSecret(part)) return part as NonNullable<T> & string;
    throw new ServerError(`${this.#place} answers, but not as MLflow does; is the address right?`, { passes: true });
  }

  async #request(config: AxiosRequestConfig, moreMilliseconds = 0): Promise<unknown> {
    const http = await this.#connect();
    let response: AxiosResponse;
    try {
      const inTime = AbortSignal.timeout(this.#requestMilliseconds + moreMilliseconds); // axios's begins anew with each byte
      response = await http.request({ ...config, signal: AbortSignal.any([this.#signal, inTime]) });
    } catch (error) {
      throw this.#explain(error);
    }
    const problem = this.#problemOf(response);
    if (problem !== null) throw problem;
    this.lastAnswer = performance.now();
    return response.data;
  }

  /** axios is loaded by who sends, so that nobody else pays for it. */
  async #connect(): Promise<AxiosInstance> {
    if (this.#http !== null) return this.#http;
    const { default: axios } = await import('axios');
    const { username, password, token } = this.#credentials;
    this.#http = axios.create({
      baseURL: `${this.#uri}/`,
      maxRedirects: 0, // a POST would arrive as a GET, perhaps with credentials
      maxContentLength: mostAnswerBytes,
      maxBodyLength: Number.POSITIVE_INFINITY,
      validateStatus: null,
      ...(username === null ? {} : { auth: { username, password: password ?? '' } }),
      ...(username === null && token !== null ? { headers: { Authorization: `Bearer ${token}` } } : {}),
    });
    return this.#http;
  }

  /** No answer: what axios says, without what it knows. */
  #explain(error: unknown): ServerError {
    if (!isRecord<{ code: string; message: string }>(error)) return new ServerError(String(error));
    const code = String(error.code ?? '');
    const why =
      {
        ECONNREFUSED: 'the connection is refused',
        ECONNRESET: 'the connection broke',
        EPIPE: 'the connection broke',
        ENOTFOUND: 'there is no host of this name',
        EAI_AGAIN: "the host's name can't be looked up",
        EHOSTUNREACH: "the host can't be reached",
        ENETUNREACH: "the network can't be reached",
        ECONNABORTED: 'no answer in time',
        ETIMEDOUT: 'no answer in time',
        ERR_CANCELED: 'no answer in time',
        ERR_BAD_RESPONSE: 'its answer is not whole',
        EPROTO: 'it speaks no TLS there; is its address http://…?',
        HPE_INVALID_CONSTANT: 'it speaks no HTTP there; is its address https://…?',
        CERT_HAS_EXPIRED: 'its certificate has expired',
        ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
        DEPTH_ZERO_SELF_SIGNED_CERT: distrusted,
        SELF_SIGNED_CERT_IN_CHAIN: distrusted,
        UNABLE_TO_VERIFY_LEAF_SIGNATURE: distrusted,
        UNABLE_TO_GET_ISSUER_CERT_LOCALLY: distrusted,
      }[code] ?? (code === '' ? 'the connection failed' : code);
    return new ServerError(`${this.#place} doesn't answer: ${/[.?]$/.test(why) ? why : `${why}.`}`, { passes: true });
  }

  /** An answer that says no. */
  #problemOf({ status, data, headers, config }: AxiosResponse): ServerError | null {
    if (status >= 200 && status < 300) return null;
    const code = isRecord<{ error_code: string }>(data) && typeof data.error_code === 'string' ? data.error_code : null;
    const told = this.#toldIn(data);
    const why = told === '' ? '.' : `: ${told}`;
    if (this.#credentials.areForAnother && (status === 401 || status === 403)) {
      return new ServerError(
        `${this.#place} asks who you are (${status}). The credentials in the environment were not sent there: they are for the server that MLFLOW_TRACKING_URI names, or your own command line. If they are for this one, set MLFLOW_TRACKING_URI=${this.#uri}.`,
        { code },
      );
    }
    if (status === 401) {
      return new ServerError(
        `${this.#place} lets nobody in with these credentials (401): set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.`,
        { code },
      );
    }
    if (status === 403) {
      return new ServerError(
        `${this.#place} forbids it (403)${why} Do the credentials in MLFLOW_TRACKING_USERNAME or MLFLOW_TRACKING_TOKEN allow writing there?`,
        { code },
      );
    }
    if (status >= 300 && status < 400) {
      return new ServerError(`${this.#place} sends us elsewhere (${status}); give the address where it is itself.`);
    }
    const isFile = config.method?.toUpperCase() === 'PUT';
    if (isFile && told.includes('--no-serve-artifacts')) return this.#keepsElsewhere('a place of their own');
    const passes = status >= 500 || [408, 425, 429].includes(status);
    if (passes) {
      const what = status === 429 ? 'asks for fewer requests' : 'is in trouble';
      const waitSeconds = waitOf(headers['retry-after']);
      return new ServerError(`${this.#place} ${what} (${status})${why}`, { passes, code, waitSeconds });
    }
    if (code === null) {
      return new ServerError(`${this.#place} answers ${status}, but not as MLflow does; is the address right?`, {
        passes: !isFile, // a gateway may refuse a single file for good
      });
    }
    return new ServerError(`${this.#place} refuses what it was sent (${status})${why}`, { code });
  }

  /** The first line of what the server says in an answer, with its full stop; '' for a page, or what gives a secret away. */
  #toldIn(data: unknown): string {
    const said = isRecord<{ message: unknown }>(data) ? data.message : data;
    if (typeof said !== 'string' || said.trimStart().startsWith('<') || said.trim() === '') return '';
    return this.#hasSecret(said) ? '' : shorten(said);
  }

  /** Whether a server's words repeat our credentials to us, in whichever way they are written. */
  #hasSecret(said: string): boolean {
    const { username, password, token } = this.#credentials;
    const secrets = secretsIn({
      MLFLOW_TRACKING_USERNAME: username ?? '',
      MLFLOW_TRACKING_PASSWORD: password ?? '',
      MLFLOW_TRACKING_TOKEN: token ?? '',
    });
    return hideSecrets(said, secrets) !== said;
  }
}

const distrusted = 'nothing here trusts its certificate; name the file of its authority as NODE_EXTRA_CA_CERTS';

/** Longest wait that a server is granted. */
const longestWaitSeconds = 120;

/** Seconds, or a date. */
function waitOf(header: unknown): number {
  if (typeof header !== 'string') return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Math.min(longestWaitSeconds, Math.max(0, seconds || 0));
}

function absentAsNull(error: unknown): null {
  if (error instanceof ServerError && error.code === 'RESOURCE_DOES_NOT_EXIST') return null;
  throw error;
}

/** The first line, not too much of it, with its full stop. */
const shorten = (message: string): string => {
  const [line = ''] = message.trim().split('\n');
  return line.length > 300 ? `${line.slice(0, 299)}…` : /[.!?]$/.test(line) ? line : `${line}.`;
};
