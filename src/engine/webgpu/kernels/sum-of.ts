/** Arrays of one size added, element by element. */
import { bytesOf, type Context, elementKernel, type Kernel, type Memory, read, write } from './kernel.ts';

interface Sum {
  readonly name: string;
  /** [rows, vectors] each */
  readonly addends: readonly Memory[];
  readonly to: Memory;
  readonly vectors: number;
}

/** to = addends, added in their order */
export function sumOf(context: Context, { name, addends, to, vectors }: Sum): Kernel {
  return elementKernel(context, {
    name,
    bindings: [...addends.map((memory, i) => read(`addend${i}`, memory)), write('to', to)],
    vectors,
    body: `  to[i] = ${addends.map((_, i) => `addend${i}[i]`).join(' + ')};`,
    work: ({ rows }) => ({
      flop: 4 * rows * vectors * (addends.length - 1),
      bytes: bytesOf(rows, vectors * (addends.length + 1)),
    }),
  });
}
