/** What a run folder says, read as naively as can be: the oracle for what a tracker shows of it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runFiles } from '../../src/record/index.ts';

/** Every setting under its key path, as text. */
export const settingsIn = (run: string): Record<string, string> =>
  leavesOf(parse(readFileSync(join(run, runFiles.resolved), 'utf8')));

function leavesOf(value: unknown, path = ''): Record<string, string> {
  if (Array.isArray(value) && !value.some((item) => typeof item === 'object' && item !== null))
    return { [path]: JSON.stringify(value) };
  if (typeof value !== 'object' || value === null) return { [path]: String(value) };
  const found = Object.entries(value)
    .filter(([key]) => path !== '' || key !== 'track')
    .map(([key, item]) => leavesOf(item, path === '' ? key : `${path}.${key}`));
  return Object.assign({}, ...found);
}

/** Column of metrics.csv → [epoch, value]. */
export function columnsIn(run: string): Record<string, [epoch: number, value: number][]> {
  const [header = '', ...rows] = readFileSync(join(run, runFiles.metrics), 'utf8').trim().split('\n');
  const cells = rows.map((row) => row.split(',').map(Number));
  const columns = header.split(',').map((column, i) => [column, cells.map((row) => [row[0], row[i]])]);
  return Object.fromEntries(columns.filter(([column]) => column !== 'epoch'));
}

/** The result of an ended run that has figures for all of it. */
export function summaryIn(run: string): Record<string, number> {
  const { best } = jsonIn(run, runFiles.run).result;
  const { last, best: ofBest } = jsonIn(run, runFiles.evaluation);
  return {
    ...Object.fromEntries(Object.entries<number>(best).map(([key, value]) => [`best.${key}`, value])),
    dPrime: last.separation.dPrime,
    auc: last.separation.auc,
    overlap: last.separation.overlap,
    'best.dPrime': ofBest.separation.dPrime,
    'best.auc': ofBest.separation.auc,
    'best.overlap': ofBest.separation.overlap,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: an oracle knows what it looks for
export const jsonIn = (run: string, file: string): any => JSON.parse(readFileSync(join(run, file), 'utf8'));

export const digestOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
