/** The examples of a step, laid out as the engines take them. */
import { columnsOf, exampleCount, exampleKinds, examplesFrom, labelsOf } from './examples.ts';
import type { Batch, Examples } from './types.ts';

/** The batch of the examples [from, to), or of as many as there are. */
export function batchOf(examples: Examples, from = 0, to = exampleCount(examples)): Batch {
  const columns = columnsOf(examples).map((column) => column.subarray(from, to));
  const count = (columns[0] as Int32Array).length;
  const rows = new Int32Array(columns.length * count);
  for (const [part, column] of columns.entries()) rows.set(column, part * count);
  return { rows, compared: comparedRows(examples.kind, count, labelsOf(examples).subarray(from, to)) };
}

/** How the rows of a batch of `count` examples are related, from what is known of them. */
export function comparedRows(kind: Examples['kind'], count: number, labels: Uint8Array | Int32Array): Examples {
  const { rowsPerExample } = exampleKinds[kind];
  const columns = Array.from({ length: rowsPerExample }, (_, part) => rowPlaces(part * count, count));
  return examplesFrom(kind, columns, labels);
}

/** [count] first, first + 1 …: a view of one array that all batches share and none may write to. */
function rowPlaces(first: number, count: number): Int32Array {
  if (first + count > places.length) {
    places = Int32Array.from({ length: 2 ** Math.ceil(Math.log2(first + count)) }, (_, place) => place);
  }
  return places.subarray(first, first + count);
}

let places = new Int32Array(0);
