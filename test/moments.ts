/** Random moments for faults. The seed is printed; KILL_SEED=… (or what else is named) has the same ones again. */
import { purpose, streamKey, uniformAt } from '../src/random/index.ts';

/** → shares in [0, 1), one a call. `what`: what meets the faults, for the line that tells the seed. */
export function randomShares(
  what: string,
  variable = 'KILL_SEED',
  tell = (line: string) => console.log(line),
): () => number {
  const asked = process.env[variable];
  const seed = asked === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(asked);
  tell(`${what} meets the random moments of ${variable}=${seed}`);
  const key = streamKey(seed, purpose.shuffle);
  let drawn = 0;
  return () => uniformAt(key, drawn++);
}
