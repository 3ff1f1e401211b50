/** A case file's JSON, read strictly: every error names the file and the place in it. */
import { InputError } from '../../errors/index.ts';
import { resolveFragment } from '../../experiment/index.ts';
import { networkRules } from '../../network/index.ts';

/** A value in a case file that knows its place, for errors. */
export class Field {
  readonly file: string;
  readonly path: string;
  readonly value: unknown;

  constructor(file: string, path: string, value: unknown) {
    this.file = file;
    this.path = path;
    this.value = value;
  }

  wrong(what: string): InputError {
    return new InputError(`${this.file}: ${this.path || 'the file'} ${what}.`);
  }

  object(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) {
      throw this.wrong('must be an object');
    }
    return this.value as Record<string, unknown>;
  }

  /** Throws where the key is missing. */
  at(key: string): Field {
    const node = new Field(this.file, this.path === '' ? key : `${this.path}.${key}`, this.object()[key]);
    if (node.value === undefined) throw node.wrong('is missing');
    return node;
  }

  items(): Field[] {
    if (!Array.isArray(this.value)) throw this.wrong('must be a list');
    return this.value.map((item, i) => new Field(this.file, `${this.path}[${i}]`, item));
  }

  string(): string {
    if (typeof this.value !== 'string') throw this.wrong('must be a string');
    return this.value;
  }

  number(): number {
    if (typeof this.value !== 'number') throw this.wrong('must be a number');
    return this.value;
  }

  integerBelow(limit: number): number {
    const value = this.number();
    if (Number.isInteger(value) && value >= 0 && value < limit) return value;
    throw this.wrong(`is ${value}; it must be a whole number from 0 to ${limit - 1}`);
  }

  integersBelow(limit: number): Int32Array {
    return Int32Array.from(this.items(), (item) => item.integerBelow(limit));
  }

  /** of base64 */
  bytes(): Uint8Array<ArrayBuffer> {
    let text: string;
    try {
      text = atob(this.string());
    } catch {
      throw this.wrong('is not base64');
    }
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }

  /** `{ shape, float32 }`, of `size` numbers, or of any where that is null. */
  floats(size: number | null): Float32Array {
    const shape = this.at('shape')
      .items()
      .map((dimension) => dimension.number());
    const shapeSize = shape.reduce((product, dimension) => product * dimension, 1);
    if (size !== null && shapeSize !== size)
      throw this.at('shape').wrong(`is [${shape}], but ${size} numbers are needed`);
    const bytes = this.at('float32').bytes();
    if (bytes.length !== 4 * shapeSize) {
      throw this.at('float32').wrong(`holds ${bytes.length} bytes, but the shape [${shape}] needs ${4 * shapeSize}`);
    }
    return new Float32Array(bytes.buffer); // little-endian, as every machine that runs Node
  }

  /** Long form with the defaults filled in. */
  fragment<T>(what: 'network' | 'objective' | 'optimizer'): T {
    try {
      return resolveFragment(what, this.value, networkRules) as T;
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      throw new InputError(`${this.file}: ${this.path} is not valid. ${cause.message}`, { cause });
    }
  }
}
