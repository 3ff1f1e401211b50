/**
 * Holds an engine to recorded cases: forward values, gradients, losses and weights after some steps, made by
 * another implementation (`test/golden` holds Keras's).
 */
import { SiameseError } from '../../errors/index.ts';
import type { Engine } from '../contract/contract.ts';
import type { Case } from './case.ts';
import { passes, type Quantity } from './quantities.ts';

export interface CaseResult {
  readonly file: string;
  readonly name: string;
  readonly engine: string;
  readonly quantities: readonly Quantity[];
  /** why the engine could not run the case; null where it did */
  readonly problem: string | null;
  readonly passed: boolean;
}

export async function runCase(engine: Engine, one: Case): Promise<CaseResult> {
  const about = { file: one.file, name: one.name, engine: engine.name };
  try {
    const quantities = await one.run(engine);
    return { ...about, quantities, problem: null, passed: quantities.every(passes) };
  } catch (error) {
    if (!(error instanceof SiameseError)) throw error;
    return { ...about, quantities: [], problem: error.message, passed: false };
  }
}

/** One line: the errors as shares of their tolerances, the worst of the gradients for all; above 1 misses. */
export function formatCase(result: CaseResult): string {
  const verdict = result.passed ? 'pass' : 'MISS';
  if (result.problem !== null) return `${verdict}  ${result.name}  ${result.problem}`;
  const shown = new Map<string, Quantity>();
  for (const quantity of result.quantities) {
    const [kind] = quantity.name.split(' ') as [string];
    const before = shown.get(kind);
    if (before === undefined || !(shareOf(quantity) <= shareOf(before))) shown.set(kind, quantity);
  }
  const figures = [...shown].map(([kind, quantity]) => {
    const named = passes(quantity) ? kind : quantity.name;
    return `${named} ${formatShare(shareOf(quantity))}`;
  });
  return `${verdict}  ${result.name}  ${figures.join('  ')}`;
}

/** The worst error as a share of its tolerance; a case that missed says so. */
export function formatWorst({ quantities, problem, passed }: CaseResult): string {
  if (problem !== null) return 'MISS';
  const worst = quantities.map(shareOf).reduce((a, b) => (a >= b ? a : b)); // a share that is no number stays
  return `${passed ? '' : 'MISS '}${formatShare(worst)}`;
}

function shareOf({ error, tolerance }: Quantity): number {
  return error === 0 ? 0 : error / tolerance;
}

function formatShare(share: number): string {
  if (!Number.isFinite(share)) return String(share);
  return share < 0.001 && share > 0 ? '<0.001' : share.toFixed(3);
}
