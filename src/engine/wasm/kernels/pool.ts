// Pooling: stride = size, padding valid; channels four at a time. What is left over at the right and the bottom is
// never read, and its gradient stays the zero that memory began with.
import { choose } from './vector';

// @ts-ignore: decorator
@inline
function windowMax(corner: usize, height: i32, width: i32, rowBytes: usize, columnBytes: usize): v128 {
  let best = v128.load(corner);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const value = v128.load(corner + <usize>i * rowBytes + <usize>j * columnBytes);
      best = choose(f32x4.gt(value, best), value, best);
    }
  }
  return best;
}

// @ts-ignore: decorator
@inline
function windowMean(corner: usize, height: i32, width: i32, rowBytes: usize, columnBytes: usize): v128 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      sum = f32x4.add(sum, v128.load(corner + <usize>i * rowBytes + <usize>j * columnBytes));
    }
  }
  return f32x4.div(sum, f32x4.splat(<f32>(height * width)));
}

/** x [images, rows·height + rest, columns·width + rest, stride] → y [images, rows, columns, stride]. */
export function poolForward(
  isMax: bool, images: i32, rows: i32, columns: i32, stride: i32, height: i32, width: i32,
  x: usize, xRow: usize, xImage: usize, y: usize, yRow: usize, yImage: usize,
): void {
  const pixel = <usize>stride << 2;
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const corner = x + <usize>(row * height) * xRow + <usize>(column * width) * pixel;
        const to = y + <usize>row * yRow + <usize>column * pixel;
        for (let c: usize = 0; c < pixel; c += 16) {
          const value = isMax
            ? windowMax(corner + c, height, width, xRow, pixel)
            : windowMean(corner + c, height, width, xRow, pixel);
          v128.store(to + c, value);
        }
      }
    }
    x += xImage;
    y += yImage;
  }
}

/** dx from dy: to the first of the window's largest, in row-major order, or evenly. */
export function poolBackward(
  isMax: bool, images: i32, rows: i32, columns: i32, stride: i32, height: i32, width: i32,
  x: usize, xRow: usize, xImage: usize, y: usize, yRow: usize, yImage: usize,
  dy: usize, dyRow: usize, dyImage: usize, dx: usize, dxRow: usize, dxImage: usize,
): void {
  const pixel = <usize>stride << 2;
  const share = f32x4.splat(1 / <f32>(height * width));
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const corner = x + <usize>(row * height) * xRow + <usize>(column * width) * pixel;
        const dCorner = dx + <usize>(row * height) * dxRow + <usize>(column * width) * pixel;
        const at = <usize>row * yRow + <usize>column * pixel;
        const dAt = <usize>row * dyRow + <usize>column * pixel;
        for (let c: usize = 0; c < pixel; c += 16) {
          const gradient = v128.load(dy + dAt + c);
          const best = v128.load(y + at + c);
          let open = i32x4.splat(-1);
          for (let i = 0; i < height; i++) {
            for (let j = 0; j < width; j++) {
              const to = dCorner + c + <usize>i * dxRow + <usize>j * pixel;
              if (isMax) {
                const value = v128.load(corner + c + <usize>i * xRow + <usize>j * pixel);
                const wins = v128.and(open, f32x4.eq(value, best));
                open = v128.andnot(open, wins);
                v128.store(to, v128.and(wins, gradient));
              } else {
                v128.store(to, f32x4.mul(gradient, share));
              }
            }
          }
        }
      }
    }
    x += xImage;
    y += yImage;
    dy += dyImage;
    dx += dxImage;
  }
}
