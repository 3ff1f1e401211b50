/** Whether a network still tells images apart: whether its embeddings, and the distances of pairs, vary at all. */
import type { Distance } from '../experiment/index.ts';
import { unitLengthFloor } from '../network/index.ts';
import { isBlind, type Separation } from './separation.ts';

/** Below this spread embeddings are collapsed: those of good and of poor networks have .63 to .96. */
const leastSpread = 1e-3;
/** Distances that vary by less than this share of themselves are alike. */
const leastVariation = 1e-3;

/** That all images have nearly the same embedding, or all pairs nearly the same distance. */
export interface Collapse {
  /** √(mean ‖e - mean e‖² / mean ‖e‖²) */
  readonly spread: number;
  /** of nearly all pairs; null where only the embeddings are alike */
  readonly distance: number | null;
}

/** null where it has not collapsed.  spread: what `embeddingSpread` gives */
export function collapseOf(spread: number, separation: Separation): Collapse | null {
  const distance = commonDistance(separation);
  return spread < leastSpread || distance !== null ? { spread, distance } : null;
}

/**
 * How much embeddings vary, as a share of their length: √(mean ‖e - ē‖² / mean ‖e‖²), 0 where all are 0.
 *   embeddings [images, embeddingDim]
 * Cosine distance sees directions alone, so there each is brought to unit length first. In double precision.
 */
export function embeddingSpread(embeddings: Float32Array, embeddingDim: number, distance: Distance): number {
  const images = embeddings.length / embeddingDim;
  const mean = new Float64Array(embeddingDim);
  const scaleOf = (image: number) => (distance === 'cosine' ? inverseLength(embeddings, image, embeddingDim) : 1);
  let squares = 0;
  for (let image = 0; image < images; image++) {
    const scale = scaleOf(image);
    for (let i = 0; i < embeddingDim; i++) {
      const value = scale * (embeddings[image * embeddingDim + i] as number);
      (mean[i] as number) += value / images;
      squares += value * value;
    }
  }
  if (squares === 0) return 0;
  let deviations = 0;
  for (let image = 0; image < images; image++) {
    const scale = scaleOf(image);
    for (let i = 0; i < embeddingDim; i++) {
      deviations += (scale * (embeddings[image * embeddingDim + i] as number) - (mean[i] as number)) ** 2;
    }
  }
  return Math.sqrt(deviations / squares);
}

function inverseLength(embeddings: Float32Array, image: number, embeddingDim: number): number {
  let sum = 0;
  for (let i = 0; i < embeddingDim; i++) sum += (embeddings[image * embeddingDim + i] as number) ** 2;
  return 1 / Math.sqrt(Math.max(sum, unitLengthFloor));
}

/** The distance that all pairs have, or 90 % of both kinds but for a thousandth of it; null where there is no such. */
function commonDistance(separation: Separation): number | null {
  if (isBlind(separation)) return separation.histogram.least;
  const { same, different } = separation;
  const least = Math.min(same.quantiles[0], different.quantiles[0]);
  const greatest = Math.max(same.quantiles[4], different.quantiles[4]);
  const isCommon = greatest - least <= leastVariation * Math.abs(greatest);
  return isCommon ? (same.quantiles[2] + different.quantiles[2]) / 2 : null;
}
