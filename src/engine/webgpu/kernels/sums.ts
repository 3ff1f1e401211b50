/** Sums over a workgroup. */

/** Σ over a workgroup of each thread's number, added in one order, to all. */
export const workgroupSum = (threads: number): string => `var<workgroup> addends: array<f32, ${threads}>;
fn workgroupSum(value: f32, t: u32) -> f32 {
  addends[t] = value;
  workgroupBarrier();
  for (var half = ${threads / 2}u; half > 0; half >>= 1) {
    if (t < half) { addends[t] += addends[t + half]; }
    workgroupBarrier();
  }
  let sum = addends[0];
  workgroupBarrier();
  return sum;
}`;
