/**
 * Digests that `run.json` keeps, so that whatever is altered or damaged later is noticed: of each file that tells what a
 * run came to, and of `run.json` itself. Against accidents, not against forgers, who could make them anew.
 */
import { createHash, type Hash } from 'node:crypto';
import { canonicalJson, formatJson, sha256 } from '../text/index.ts';
import type { runFiles } from './files.ts';

/** Files of which a digest is kept. Checkpoints hold their own. */
export type DigestedFile = (typeof runFiles)[
  | 'experiment'
  | 'resolved'
  | 'metrics'
  | 'evaluation'
  | 'modelJson'
  | 'weights'
  | 'verifier'
  | 'modelBestJson'
  | 'weightsBest'
  | 'verifierBest'];

export interface FileDigest {
  /** metrics.csv may have grown since, where the run hasn't ended */
  readonly bytes: number;
  /** in hexadecimal */
  readonly sha256: string;
}

/** Of the files that were there when run.json was last written. */
export type Digests = { readonly [File in DigestedFile]?: FileDigest | undefined };

export function digestOf(content: string | Uint8Array): FileDigest {
  return { bytes: Buffer.byteLength(content), sha256: sha256().update(content).hex() };
}

/** Of a file that grows: told at any moment, without reading it again. */
export class GrowingDigest {
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  add(text: string): void {
    this.#hash.update(text);
    this.#bytes += Buffer.byteLength(text);
  }

  get now(): FileDigest {
    return { bytes: this.#bytes, sha256: this.#hash.copy().digest('hex') };
  }
}

/** A record as JSON, with its own digest as the last key. */
export function formatWithDigest(record: object): string {
  const written = JSON.parse(JSON.stringify(record)) as object; // what has no value isn't written, and isn't hashed
  return formatJson({ ...written, digest: recordDigest(written) });
}

/** Whether a record still is what its digest was made of, however it is indented. */
export function isAsWritten({ digest, ...record }: { readonly digest?: unknown }): boolean {
  return digest === recordDigest(record);
}

const recordDigest = (record: object): string => sha256().update(canonicalJson(record)).hex();
