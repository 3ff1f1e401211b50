export type Bytes = Uint8Array | Int32Array | Float32Array;

/** SHA-256 of what is given piece by piece: `sha256().update('a').update(bytes).hex()`. */
export interface Digest {
  /** Takes more bytes: of a text its UTF-8, of an array its elements as they lie in memory. Returns itself. */
  update(data: string | Bytes): Digest;
  /** In hexadecimal. The last call. */
  hex(): string;
}
