/** What a conformance case is, whatever it holds an engine to. */
import type { Engine } from '../contract/contract.ts';
import type { Field } from './field.ts';
import type { Quantity } from './quantities.ts';

export interface Case {
  readonly file: string;
  readonly name: string;
  /** What the engine makes of it, beside what is recorded. */
  run(engine: Engine): Promise<Quantity[]>;
}

/** Reads a case of one kind. Throws an InputError that names the file and the place in it. */
export type CaseReader = (root: Field) => Case;
