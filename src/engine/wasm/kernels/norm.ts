// Batch normalisation over [images, rows, columns] of each channel. Statistics are summed in float64, a group of
// images at a time; the node adds the groups in their order. Several channels at once: one sum alone would wait for
// each of its additions.

/** sums[c] += Σ x, squares[c] += Σ x². Both [stride] float64. */
export function batchNormSums(
  images: i32, rows: i32, columns: i32, stride: i32, x: usize, xRow: usize, xImage: usize, sums: usize, squares: usize,
): void {
  const pixel = <usize>stride << 2;
  for (let c: usize = 0; c < pixel; c += 32) {
    const s = sums + (c << 1), q = squares + (c << 1);
    let sum0 = v128.load(s, 0), sum1 = v128.load(s, 16), sum2 = v128.load(s, 32), sum3 = v128.load(s, 48);
    let square0 = v128.load(q, 0), square1 = v128.load(q, 16), square2 = v128.load(q, 32), square3 = v128.load(q, 48);
    for (let image = 0; image < images; image++) {
      for (let row = 0; row < rows; row++) {
        let at = x + <usize>image * xImage + <usize>row * xRow + c;
        for (let column = 0; column < columns; column++) {
          const value0 = f64x2.promote_low_f32x4(v128.load64_zero(at, 0));
          const value1 = f64x2.promote_low_f32x4(v128.load64_zero(at, 8));
          const value2 = f64x2.promote_low_f32x4(v128.load64_zero(at, 16));
          const value3 = f64x2.promote_low_f32x4(v128.load64_zero(at, 24));
          sum0 = f64x2.add(sum0, value0);
          sum1 = f64x2.add(sum1, value1);
          sum2 = f64x2.add(sum2, value2);
          sum3 = f64x2.add(sum3, value3);
          square0 = f64x2.add(square0, f64x2.mul(value0, value0));
          square1 = f64x2.add(square1, f64x2.mul(value1, value1));
          square2 = f64x2.add(square2, f64x2.mul(value2, value2));
          square3 = f64x2.add(square3, f64x2.mul(value3, value3));
          at += pixel;
        }
      }
    }
    v128.store(s, sum0, 0);
    v128.store(s, sum1, 16);
    v128.store(s, sum2, 32);
    v128.store(s, sum3, 48);
    v128.store(q, square0, 0);
    v128.store(q, square1, 16);
    v128.store(q, square2, 32);
    v128.store(q, square3, 48);
  }
}

/** y = (x - mean[c])·scale[c] + shift[c]; mean, scale, shift [stride]. */
export function batchNormForward(
  images: i32, rows: i32, columns: i32, stride: i32, x: usize, xRow: usize, xImage: usize,
  mean: usize, scale: usize, shift: usize, y: usize, yRow: usize, yImage: usize,
): void {
  const pixel = <usize>stride << 2;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      let from = x + <usize>image * xImage + <usize>row * xRow;
      let to = y + <usize>image * yImage + <usize>row * yRow;
      for (let column = 0; column < columns; column++) {
        for (let c: usize = 0; c < pixel; c += 16) {
          const centred = f32x4.sub(v128.load(from + c), v128.load(mean + c));
          v128.store(to + c, f32x4.add(f32x4.mul(centred, v128.load(scale + c)), v128.load(shift + c)));
        }
        from += pixel;
        to += pixel;
      }
    }
  }
}

/** sums[c] += Σ dy, products[c] += Σ dy·(x - mean)·inverse. Both [stride] float64; mean, inverse [stride] float32. */
export function batchNormBackwardSums(
  images: i32, rows: i32, columns: i32, stride: i32, x: usize, xRow: usize, xImage: usize,
  dy: usize, dyRow: usize, dyImage: usize, mean: usize, inverse: usize, sums: usize, products: usize,
): void {
  const pixel = <usize>stride << 2;
  for (let c: usize = 0; c < pixel; c += 16) {
    const s = sums + (c << 1), p = products + (c << 1);
    let sum0 = v128.load(s, 0), sum1 = v128.load(s, 16), product0 = v128.load(p, 0), product1 = v128.load(p, 16);
    const centre0 = f64x2.promote_low_f32x4(v128.load64_zero(mean + c, 0));
    const centre1 = f64x2.promote_low_f32x4(v128.load64_zero(mean + c, 8));
    const scale0 = f64x2.promote_low_f32x4(v128.load64_zero(inverse + c, 0));
    const scale1 = f64x2.promote_low_f32x4(v128.load64_zero(inverse + c, 8));
    for (let image = 0; image < images; image++) {
      for (let row = 0; row < rows; row++) {
        let at = x + <usize>image * xImage + <usize>row * xRow + c;
        let dAt = dy + <usize>image * dyImage + <usize>row * dyRow + c;
        for (let column = 0; column < columns; column++) {
          const gradient0 = f64x2.promote_low_f32x4(v128.load64_zero(dAt, 0));
          const gradient1 = f64x2.promote_low_f32x4(v128.load64_zero(dAt, 8));
          const centred0 = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(at, 0)), centre0);
          const centred1 = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(at, 8)), centre1);
          sum0 = f64x2.add(sum0, gradient0);
          sum1 = f64x2.add(sum1, gradient1);
          product0 = f64x2.add(product0, f64x2.mul(gradient0, f64x2.mul(centred0, scale0)));
          product1 = f64x2.add(product1, f64x2.mul(gradient1, f64x2.mul(centred1, scale1)));
          at += pixel;
          dAt += pixel;
        }
      }
    }
    v128.store(s, sum0, 0);
    v128.store(s, sum1, 16);
    v128.store(p, product0, 0);
    v128.store(p, product1, 16);
  }
}

/** dx = scale[c]·(dy - meanDy[c] - (x - mean[c])·slope[c]), slope = inverse²·mean(dy·(x - mean)). All [stride]. */
export function batchNormBackward(
  images: i32, rows: i32, columns: i32, stride: i32, x: usize, xRow: usize, xImage: usize,
  dy: usize, dyRow: usize, dyImage: usize, mean: usize, scale: usize, meanDy: usize, slope: usize,
  dx: usize, dxRow: usize, dxImage: usize,
): void {
  const pixel = <usize>stride << 2;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      let at = x + <usize>image * xImage + <usize>row * xRow;
      let dAt = dy + <usize>image * dyImage + <usize>row * dyRow;
      let to = dx + <usize>image * dxImage + <usize>row * dxRow;
      for (let column = 0; column < columns; column++) {
        for (let c: usize = 0; c < pixel; c += 16) {
          const centred = f32x4.sub(v128.load(at + c), v128.load(mean + c));
          const rest = f32x4.sub(v128.load(dAt + c), v128.load(meanDy + c));
          const inner = f32x4.sub(rest, f32x4.mul(centred, v128.load(slope + c)));
          v128.store(to + c, f32x4.mul(inner, v128.load(scale + c)));
        }
        at += pixel;
        dAt += pixel;
        to += pixel;
      }
    }
  }
}
