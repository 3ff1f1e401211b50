/**
 * A perceptual hash: images that look alike have hashes that differ in few bits, whatever their size, format and
 * compression. The signs of the lowest frequencies of a grey image, but for their mean, about their median (C. Zauner,
 * "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, section 3.2.1, DCT based).
 */

/** Height and width of the grey image that is hashed. */
export const hashedSize = 32;
/** Frequencies down and across; their product is the bits. */
const frequencies = 8;

/** Of images whose brightness varies by less, out of 255, the hash would be noise. */
const leastDeviation = 4;

/** 64 bits as two unsigned numbers of 32. */
export type PerceptualHash = readonly [high: number, low: number];

const cosines = new Float64Array(frequencies * hashedSize);
for (let u = 0; u < frequencies; u++) {
  for (let x = 0; x < hashedSize; x++) {
    cosines[u * hashedSize + x] = Math.cos(((2 * x + 1) * (u + 1) * Math.PI) / (2 * hashedSize));
  }
}

/** grey [32, 32] → its hash; null where the image is all but even. */
export function perceptualHash(grey: Uint8Array): PerceptualHash | null {
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const variance = grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length;
  if (Math.sqrt(variance) < leastDeviation) return null;
  // columns, then rows; frequencies from 1 on, so that no bit tells brightness alone
  const byColumn = new Float64Array(frequencies * hashedSize);
  for (let u = 0; u < frequencies; u++) {
    for (let column = 0; column < hashedSize; column++) {
      let sum = 0;
      for (let row = 0; row < hashedSize; row++) {
        sum += (cosines[u * hashedSize + row] as number) * (grey[row * hashedSize + column] as number);
      }
      byColumn[u * hashedSize + column] = sum;
    }
  }
  const strengths = new Float64Array(frequencies * frequencies);
  for (let u = 0; u < frequencies; u++) {
    for (let v = 0; v < frequencies; v++) {
      let sum = 0;
      for (let column = 0; column < hashedSize; column++) {
        sum += (cosines[v * hashedSize + column] as number) * (byColumn[u * hashedSize + column] as number);
      }
      strengths[u * frequencies + v] = sum;
    }
  }
  const sorted = strengths.toSorted();
  const median = ((sorted[31] as number) + (sorted[32] as number)) / 2;
  const half = (from: number): number => {
    let bits = 0;
    for (let i = 0; i < 32; i++) bits = (bits << 1) | ((strengths[from + i] as number) > median ? 1 : 0);
    return bits >>> 0;
  };
  return [half(0), half(32)];
}
