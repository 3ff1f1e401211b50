/**
 * An MLflow of our own that can be told to fail. It is as forgetful as the simplest store may be: it appends each figure
 * that it is sent, be it for the second time, and makes each run that it is asked for.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What becomes of a request. `cut`: the connection breaks within it; `lost`: it is done, and then the connection breaks
 * before the answer; `torn`: within it; `dripping`: the answer goes on for ever, byte by byte; `late`: it takes a tenth of
 * a second.
 */
export type Fault =
  | 'none'
  | 'cut'
  | 'lost'
  | 'torn'
  | 'dripping'
  | 'late'
  | 'broken'
  | 'silent'
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };

export interface Request {
  /** e.g. `POST runs/create`, `PUT 1/…/artifacts/log.txt` */
  readonly what: string;
  /** from 0 */
  readonly number: number;
  readonly authorization: string | undefined;
  /** milliseconds */
  readonly at: number;
}

interface StoredRun {
  readonly id: string;
  readonly experimentId: string;
  name: string;
  status: string;
  startTime: number;
  endTime: number | null;
  isDeleted: boolean;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly metrics: { key: string; value: number | string; timestamp: number; step: number }[];
  /** path → SHA-256 */
  readonly artifacts: Map<string, string>;
}

export class FaultServer {
  fault: (request: Request) => Fault = () => 'none';
  readonly requests: Request[] = [];
  experiments = new Map<string, string>();
  runs = new Map<string, StoredRun>();
  #server: Server | null = null;
  #port = 0;

  get uri(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** On the same port as before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => this.#answer(request, response));
    await new Promise<void>((done) => server.listen(this.#port, '127.0.0.1', done));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise((done) => (server === null ? done(null) : server.close(done)));
  }

  forgetEverything(): void {
    this.experiments = new Map();
    this.runs = new Map();
  }

  /** All of it, without the ids that the server chose, so that two of them can be compared. */
  contents(): object[] {
    const names = new Map([...this.runs.values()].map(({ id, name }) => [id, `run ${name}`]));
    const experiments = new Map([...this.experiments].map(([name, id]) => [id, name]));
    return [...this.runs.values()]
      .map(({ id: _, experimentId, params, tags, artifacts, metrics, ...rest }) => ({
        ...rest,
        experiment: experiments.get(experimentId),
        params: Object.fromEntries([...params].sort()),
        tags: Object.fromEntries([...tags].map(([key, value]) => [key, names.get(value) ?? value]).sort()),
        artifacts: Object.fromEntries([...artifacts].sort()),
        metrics: metrics.map(({ key, value, timestamp, step }) => `${step} ${key} ${value} ${timestamp}`).sort(),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', this.uri);
    const path = url.pathname.replace(/^\/api\/2\.0\/(mlflow-artifacts\/artifacts|mlflow)\//, '');
    const seen = {
      what: `${request.method} ${decodeURIComponent(path)}`,
      number: this.requests.length,
      authorization: request.headers.authorization,
      at: performance.now(),
    };
    this.requests.push(seen);
    const fault = this.fault(seen);
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => (fault === 'cut' ? request.socket.destroy() : chunks.push(chunk)));
    request.on('error', () => {});
    request.on('end', () => {
      if (fault === 'silent') return;
      if (fault === 'broken' || fault === 'cut') return void request.socket.destroy();
      if (typeof fault === 'object') return void response.writeHead(fault.status, fault.headers).end(fault.body);
      const [status, body] = this.#do(seen.what, url.searchParams, Buffer.concat(chunks));
      if (fault === 'lost') return void request.socket.destroy();
      const json = JSON.stringify(body);
      response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': json.length });
      if (fault === 'dripping') drip(response);
      else if (fault === 'torn') response.write(json.slice(0, json.length / 2), () => request.socket.destroy());
      else setTimeout(() => response.end(json), fault === 'late' ? 100 : 0);
    });
  }

  #do(what: string, query: URLSearchParams, data: Buffer): [status: number, body: object] {
    if (what.startsWith('PUT ')) {
      const [, , runId = '', , ...path] = what.split(/[ /]/);
      const digest = createHash('sha256').update(data).digest('hex');
      this.runs.get(runId)?.artifacts.set(path.join('/'), digest);
      return [200, {}];
    }
    const json = data.length === 0 ? {} : JSON.parse(data.toString());
    const run = this.runs.get(json.run_id ?? query.get('run_id') ?? '');
    const missing: [number, object] = [404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'It is not there.' }];
    switch (what) {
      case 'GET experiments/get-by-name': {
        const id = this.experiments.get(query.get('experiment_name') ?? '');
        return id === undefined ? missing : [200, { experiment: { experiment_id: id, lifecycle_stage: 'active' } }];
      }
      case 'POST experiments/create': {
        if (this.experiments.has(json.name))
          return [400, { error_code: 'RESOURCE_ALREADY_EXISTS', message: `${json.name} is there already.` }];
        const id = String(this.experiments.size + 1);
        this.experiments.set(json.name, id);
        return [200, { experiment_id: id }];
      }
      case 'POST runs/create': {
        const made: StoredRun = {
          id: randomBytes(16).toString('hex'),
          experimentId: json.experiment_id,
          name: json.run_name,
          status: 'RUNNING',
          startTime: json.start_time,
          endTime: null,
          isDeleted: false,
          params: new Map(),
          tags: new Map(json.tags.map(({ key, value }: { key: string; value: string }) => [key, value])),
          metrics: [],
          artifacts: new Map(),
        };
        this.runs.set(made.id, made);
        return [200, { run: infoOf(made) }];
      }
      case 'POST runs/search': {
        const conditions = [...json.filter.matchAll(/(tags\.`([^`]+)`|attributes\.status) = '([^']*)'/g)];
        const found = [...this.runs.values()].filter(
          ({ experimentId, tags, status }) =>
            json.experiment_ids.includes(experimentId) &&
            conditions.every(([, , tag, value]) => (tag === undefined ? status : tags.get(tag)) === value),
        );
        return [200, found.length === 0 ? {} : { runs: found.map(infoOf) }];
      }
    }
    if (run === undefined) return missing;
    switch (what) {
      case 'GET runs/get':
        return [200, { run: infoOf(run) }];
      case 'POST runs/update':
        run.status = json.status ?? run.status;
        run.endTime = json.end_time ?? run.endTime;
        run.name = json.run_name ?? run.name;
        return [200, {}];
      case 'POST runs/log-batch': {
        const changed = json.params.find(
          ({ key, value }: { key: string; value: string }) => (run.params.get(key) ?? value) !== value,
        );
        if (changed !== undefined) {
          const message = `Changing param values is not allowed: ${changed.key}.`;
          return [400, { error_code: 'INVALID_PARAMETER_VALUE', message }];
        }
        for (const { key, value } of json.params) run.params.set(key, value);
        for (const { key, value } of json.tags) run.tags.set(key, value);
        run.metrics.push(...json.metrics);
        return [200, {}];
      }
      case 'GET metrics/get-history': {
        const metrics = run.metrics.filter(({ key }) => key === query.get('metric_key'));
        return [200, metrics.length === 0 ? {} : { metrics }];
      }
      default:
        return [404, { error_code: 'ENDPOINT_NOT_FOUND', message: `There is no ${what}.` }];
    }
  }
}

function drip(response: ServerResponse): void {
  const tap = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(tap));
}

const infoOf = ({ id, experimentId, status, startTime, endTime, isDeleted, params }: StoredRun): object => ({
  data: { params: [...params].map(([key, value]) => ({ key, value })) },
  info: {
    run_id: id,
    artifact_uri: `mlflow-artifacts:/${experimentId}/${id}/artifacts`,
    status,
    start_time: startTime,
    ...(endTime === null ? {} : { end_time: endTime }),
    lifecycle_stage: isDeleted ? 'deleted' : 'active',
  },
});
