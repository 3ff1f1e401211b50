/** The builds of `kernels/*.ts`, which `npm run prepare` compiles, and what TypeScript shares with them by hand. */
import { type Kernels, kernelsOf } from './generated/kernels.ts';

export type { Arguments, Kernels } from './generated/kernels.ts';

/** One compilation of the kernels. Builds differ in the width of a tile and never in a bit of any result. */
export interface Build {
  readonly name: 'narrow' | 'wide';
  /** of a register tile */
  readonly tileColumns: 8 | 16;
}

export const builds = {
  /** fast in every runtime */
  narrow: { name: 'narrow', tileColumns: 8 },
  /** faster where the runtime pairs 128-bit vectors into 256-bit ones, slower elsewhere */
  wide: { name: 'wide', tileColumns: 16 },
} as const satisfies Record<string, Build>;

/** As `kernels/vector.ts` numbers them. */
export const activationCodes = { linear: 0, relu: 1, leakyRelu: 2, elu: 3, tanh: 4, sigmoid: 5 } as const;

/** A build's kernels on a memory. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return kernelsOf(new WebAssembly.Instance(module, { env: { memory } }).exports);
}
