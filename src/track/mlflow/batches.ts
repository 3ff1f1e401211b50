/** Splits what there is to log so that no request breaks a limit of the server's. */
import type { Batch, LoggedMetric, Pair } from './client.ts';

/** mlflow.utils.validation: MAX_PARAMS_TAGS_PER_BATCH, MAX_METRICS_PER_BATCH, MAX_ENTITIES_PER_BATCH. */
const mostParams = 100;
const mostTags = 100;
const mostMetrics = 1000;
const mostEntities = 1000;
/** MAX_BATCH_LOG_REQUEST_SIZE, less the braces and names around what is logged. */
const mostBytes = 1_000_000 - 500;

/** In order: parameters, then tags, then metrics. */
export function batchesOf({ params, tags, metrics }: Batch): Batch[] {
  const batches: Filling[] = [];
  let batch = new Filling();
  const put = <Entity extends Pair | LoggedMetric>(
    entities: readonly Entity[],
    kind: 'params' | 'tags' | 'metrics',
  ) => {
    for (const entity of entities) {
      if (!batch.takes(entity, kind)) {
        batches.push(batch);
        batch = new Filling();
      }
      batch.add(entity, kind);
    }
  };
  put(params, 'params');
  put(tags, 'tags');
  put(metrics, 'metrics');
  if (batch.entities > 0) batches.push(batch);
  return batches.map(({ lists }) => lists as unknown as Batch);
}

const most = { params: mostParams, tags: mostTags, metrics: mostMetrics };

class Filling {
  readonly lists = { params: [] as object[], tags: [] as object[], metrics: [] as object[] };
  entities = 0;
  #bytes = 0;

  takes(entity: object, kind: keyof typeof most): boolean {
    const isFull = this.lists[kind].length >= most[kind] || this.entities >= mostEntities;
    return !isFull && this.#bytes + bytesOf(entity) <= mostBytes;
  }

  add(entity: object, kind: keyof typeof most): void {
    this.lists[kind].push(entity);
    this.entities++;
    this.#bytes += bytesOf(entity);
  }
}

/** With the comma behind it. */
const bytesOf = (entity: object): number => Buffer.byteLength(JSON.stringify(entity)) + 1;
