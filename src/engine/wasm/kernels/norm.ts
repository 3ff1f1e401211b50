// Batch normalisation over [images, rows, columns] of each channel. Statistics are summed in float64, a group of
// images at a time; `program.ts` adds the groups in their order.

/** sums[c] += Σ x, squares[c] += Σ x². Both [stride] float64. */
export function batchNormSums(
  images: i32, rows: i32, columns: i32, stride: i32, x: usize, xRow: usize, xImage: usize, sums: usize, squares: usize,
): void {
  const pixel = <usize>stride << 2;
  for (let c: usize = 0; c < pixel; c += 8) {
    let sum = v128.load(sums + (c << 1));
    let square = v128.load(squares + (c << 1));
    for (let image = 0; image < images; image++) {
      for (let row = 0; row < rows; row++) {
        let at = x + <usize>image * xImage + <usize>row * xRow + c;
        for (let column = 0; column < columns; column++) {
          const value = f64x2.promote_low_f32x4(v128.load64_zero(at));
          sum = f64x2.add(sum, value);
          square = f64x2.add(square, f64x2.mul(value, value));
          at += pixel;
        }
      }
    }
    v128.store(sums + (c << 1), sum);
    v128.store(squares + (c << 1), square);
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
  for (let c: usize = 0; c < pixel; c += 8) {
    let sum = v128.load(sums + (c << 1));
    let product = v128.load(products + (c << 1));
    const centre = f64x2.promote_low_f32x4(v128.load64_zero(mean + c));
    const scale = f64x2.promote_low_f32x4(v128.load64_zero(inverse + c));
    for (let image = 0; image < images; image++) {
      for (let row = 0; row < rows; row++) {
        let at = x + <usize>image * xImage + <usize>row * xRow + c;
        let dAt = dy + <usize>image * dyImage + <usize>row * dyRow + c;
        for (let column = 0; column < columns; column++) {
          const gradient = f64x2.promote_low_f32x4(v128.load64_zero(dAt));
          const centred = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(at)), centre);
          sum = f64x2.add(sum, gradient);
          product = f64x2.add(product, f64x2.mul(gradient, f64x2.mul(centred, scale)));
          at += pixel;
          dAt += pixel;
        }
      }
    }
    v128.store(sums + (c << 1), sum);
    v128.store(products + (c << 1), product);
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
