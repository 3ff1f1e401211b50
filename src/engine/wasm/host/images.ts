/** Images at the end of a session's memory. */
import { allRows, type ImageStore, imageBytes, rowRange, storeBytes } from '../../../data/index.ts';
import { InputError } from '../../../errors/index.ts';
import { formatGibibytes } from '../../../text/index.ts';
import type { SessionOptions } from '../../contract/contract.ts';
import { isResident } from '../../contract/residency.ts';

export const PAGE = 65536;
export const MAX_PAGES = 65536;
/** Commands whose images are in memory at once where not all are: one in work, and what is read meanwhile. */
export const PLACES = 4;

/** Rows as a command has them: the image of row r lies at imagesAt + r · size. */
export interface PlacedRows {
  readonly rows: Int32Array;
  readonly imagesAt: number;
}

export interface SessionImages {
  /** what they take of the memory */
  bytes(): number;
  /** All workers must be idle. */
  load(store: ImageStore): Promise<void>;
  /** null where they aren't resident */
  resident(rows: Int32Array): PlacedRows | null;
  /** Reads images that aren't resident into a place, from 0; more than a batch's reach on into those behind it. */
  read(rows: Int32Array, place: number, step?: number): Promise<PlacedRows>;
  /** the most that one `read` takes from place 0 on; no limit where they are resident */
  mostRows(): number;
}

/**
 * ```
 *   session │ all images │                             where they are resident
 *   session │ place 0 │ place 1 │ place 2 │ place 3 │  else: each has room for a batch's images
 *           at                                      end
 * ```
 */
export function openImages(
  memory: WebAssembly.Memory,
  at: number,
  batchRows: number,
  options: SessionOptions,
): SessionImages {
  let source: ImageStore | null = null;
  let size = 0;
  let bytes = 0;
  const hasRoomFor = (more: number): boolean => {
    const pages = Math.ceil((at + more) / PAGE) - memory.buffer.byteLength / PAGE;
    if (pages <= 0) return true;
    try {
      memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  };
  const view = (from: number, length: number) => new Uint8Array(memory.buffer, from, length); // anew: the memory grows
  return {
    bytes: () => bytes,
    async load(store) {
      const all = storeBytes(store);
      const keepsAll = isResident(store, options) && hasRoomFor(all);
      size = imageBytes(store.shape);
      source = keepsAll ? null : store;
      bytes = keepsAll ? all : PLACES * batchRows * size;
      if (!hasRoomFor(bytes)) {
        throw new InputError(
          `The wasm engine can't hold a step's images: ${formatGibibytes(at + bytes)} in all, of 4 at most; use a smaller training.batchSize.`,
        );
      }
      if (keepsAll) await store.read(allRows(store), view(at, bytes));
    },
    resident: (rows) => (source === null ? { rows, imagesAt: at } : null),
    async read(rows, place, step) {
      const imagesAt = at + place * batchRows * size;
      await source?.read(rows, view(imagesAt, rows.length * size), step);
      return { rows: rowRange(0, rows.length), imagesAt };
    },
    mostRows: () => (source === null ? Number.POSITIVE_INFINITY : PLACES * batchRows),
  };
}
