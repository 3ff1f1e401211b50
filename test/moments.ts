/** Random moments to kill a process at. The seed is printed; KILL_SEED=… has the same ones again. */
import { purpose, streamKey, uniformAt } from '../src/random/index.ts';

/** → shares in [0, 1), one a call. `what`: what is killed, for the line that tells the seed. */
export function randomShares(what: string, seed = seedAsked() ?? Math.floor(Math.random() * 2 ** 31)): () => number {
  console.log(`${what} is killed at the random moments of KILL_SEED=${seed}`);
  const key = streamKey(seed, purpose.shuffle);
  let drawn = 0;
  return () => uniformAt(key, drawn++);
}

function seedAsked(): number | undefined {
  const { KILL_SEED } = process.env;
  return KILL_SEED === undefined ? undefined : Number(KILL_SEED);
}
