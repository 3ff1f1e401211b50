// How the workers keep step: jobs taken by a shared counter, phases ended by a barrier. Nothing here decides a result:
// what a job computes depends on its number alone.
//
//   control │ arrived │ phase │ next job │     three 32-bit words

const ARRIVED: usize = 0;
const PHASE: usize = 4;
const NEXT_JOB: usize = 8;

/** Spins before a worker sleeps: some tens of microseconds, longer than any phase's imbalance should be. */
const SPINS: i32 = 20000;

/** Takes the next job of this phase: 0, 1, 2 … */
export function takeJob(control: usize): i32 {
  return atomic.add<i32>(control, 1, NEXT_JOB);
}

/** Waits until all workers are here. The last to come hands out the next phase's jobs from 0 and wakes the others. */
export function barrier(control: usize, workers: i32): void {
  const phase = atomic.load<i32>(control, PHASE);
  if (atomic.add<i32>(control, 1, ARRIVED) == workers - 1) {
    atomic.store<i32>(control, 0, ARRIVED);
    atomic.store<i32>(control, 0, NEXT_JOB);
    atomic.store<i32>(control, phase + 1, PHASE);
    if (workers > 1) atomic.notify(control + PHASE, workers);
    return;
  }
  for (let spin = 0; spin < SPINS; spin++) {
    if (atomic.load<i32>(control, PHASE) != phase) return;
  }
  while (atomic.load<i32>(control, PHASE) == phase) atomic.wait<i32>(control + PHASE, phase, -1);
}

/** Waits, spinning first, until the word at `address` is no longer `value`; returns what it is. */
export function waitWhile(address: usize, value: i32): i32 {
  for (let spin = 0; spin < SPINS; spin++) {
    const now = atomic.load<i32>(address);
    if (now != value) return now;
  }
  let now = atomic.load<i32>(address);
  while (now == value) {
    atomic.wait<i32>(address, value, -1);
    now = atomic.load<i32>(address);
  }
  return now;
}
