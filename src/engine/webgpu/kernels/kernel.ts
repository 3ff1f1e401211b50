/**
 * A kernel: WGSL text written for one plan, its shapes as numbers in the text, and the buffers that it is bound to.
 *
 * Activations lie [row, pixel, channel], where a row is an image of the concatenated batch and the channels are padded
 * to whole vec4f: in a buffer of vec4f, element (row, pixel, channel) is at (row · pixels + pixel) · vectors + channel / 4.
 * What stands in the padding is finite and meets weights of 0.
 */
import type { Shape } from '../../../network/index.ts';

/** A buffer of the session; its identity is its name. */
export interface Memory {
  readonly label: string;
  readonly bytes: number;
  /** where this is a part of another buffer */
  readonly within?: { readonly memory: Memory; readonly offset: number };
}

/** [rows, height, width, channels] as above */
export interface Tensor extends Shape {
  readonly memory: Memory;
  /** vec4f a pixel, and a row */
  readonly vectors: number;
  readonly rowVectors: number;
}

/** How much there is to do: of a step, or of some images to embed. */
export interface Load {
  /** images: of a step, those of all its examples */
  readonly rows: number;
  readonly examples: number;
}

/** What a dispatch does at least: floating-point operations, and bytes of the arrays that it reads and writes, each counted once. */
export interface Work {
  readonly flop: number;
  readonly bytes: number;
}

export interface Binding {
  readonly variable: string;
  readonly memory: Memory;
  readonly access: 'read' | 'write';
  readonly type: string;
}

export interface Kernel {
  readonly name: string;
  readonly code: string;
  readonly bindings: readonly Binding[];
  readonly workgroups: (load: Load) => number;
  readonly work: (load: Load) => Work;
}

/** Workgroups of a dispatch lie in rows of this many: the most that WebGPU promises for one dimension. */
export const WORKGROUP_ROW = 65535;

export const read = (variable: string, memory: Memory, type = 'vec4f'): Binding => ({
  variable,
  memory,
  access: 'read',
  type,
});
export const write = (variable: string, memory: Memory, type = 'vec4f'): Binding => ({
  variable,
  memory,
  access: 'write',
  type,
});

interface Description {
  readonly name: string;
  readonly bindings: readonly (Binding | null)[];
  /** threads of a workgroup */
  readonly threads: number;
  readonly declarations?: string;
  /** sees `group`, the workgroup's number, and `t`, the thread's number in it */
  readonly body: string;
  readonly workgroups: (load: Load) => number;
  readonly work: (load: Load) => Work;
}

/** `step` (see `stepStruct`) is bound to each; a binding given twice is bound once. */
export function kernelOf(context: Context, description: Description): Kernel {
  const bindings = description.bindings.filter((binding) => binding !== null);
  const unique = bindings.filter(
    ({ memory }, index) => bindings.findIndex((other) => other.memory === memory) === index,
  );
  if (unique.length !== bindings.length) throw new Error(`${description.name} binds a buffer twice.`);
  const declared = unique.map(({ variable, access, type }, index) => {
    const mode = access === 'read' ? 'read' : 'read_write';
    return `@group(0) @binding(${index + 1}) var<storage, ${mode}> ${variable}: array<${type}>;`;
  });
  const code = `${stepStruct(context)}
@group(0) @binding(0) var<uniform> step: Step;
${declared.join('\n')}
${description.declarations ?? ''}
@compute @workgroup_size(${description.threads})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) t: u32) {
  let group = workgroup.x + ${WORKGROUP_ROW}u * workgroup.y;
${description.body}
}
`;
  const { name, workgroups, work } = description;
  return { name, code, bindings: unique, workgroups, work };
}

/** Threads of kernels with one thread for each vec4f. */
const ELEMENT_THREADS = 256;

/** A kernel with one thread for each of `vectors` a row; its body sees `i`, the thread's number. */
export function elementKernel(
  context: Context,
  description: Omit<Description, 'threads' | 'workgroups'> & { readonly vectors: number },
): Kernel {
  return kernelOf(context, {
    ...description,
    threads: ELEMENT_THREADS,
    workgroups: ({ rows }) => Math.ceil((rows * description.vectors) / ELEMENT_THREADS),
    body: `  let i = group * ${ELEMENT_THREADS}u + t;
  if (i >= step.rows * ${description.vectors}u) { return; }
${description.body}`,
  });
}

/** What all kernels of a session share. */
export interface Context {
  readonly dropoutLayers: number;
}

/** Numbers of a step, before the images' indices in the buffer that each step brings along. */
export const stepWords = { rows: 0, examples: 1, masked: 2, slot: 3, rate: 4, decay: 5, moves: 6, keys: 8 } as const;

function stepStruct({ dropoutLayers }: Context): string {
  return `struct Step {
  rows: u32, // images
  examples: u32,
  masked: u32, // 1: with dropout
  slot: u32, // where this step's sums go
  rate: f32, // learning rate, for adam corrected for the step's number
  decay: f32, // learning rate times weight decay
  moves: u32, // 1: the moving statistics move
  keys: array<vec4u, ${Math.max(1, dropoutLayers)}>, // of each dropout layer's masks, before the row
}`;
}

/** Σ over an array's floats of rows × a tensor's vectors, in bytes. */
export const bytesOf = (rows: number, vectors: number): number => 16 * rows * vectors;

/** Dimension → the fewest whole parts of `size` that hold it. */
export const partsOf = (count: number, size: number): number => Math.ceil(count / size);
