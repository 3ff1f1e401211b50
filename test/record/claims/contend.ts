/** Several processes contend for one claim; some die with it. */
import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Contention {
  readonly folder: string;
  readonly kind: 'run' | 'experiment';
  readonly processes: number;
  /** of all together, before they are told to end */
  readonly grants: number;
  readonly seed: number;
  /** of one that neither dies nor is needed any more */
  readonly milliseconds: number;
}

export interface Counts {
  readonly grants: number;
  readonly refusals: number;
  /** grants of what another process held */
  readonly doubles: number;
  /** of claims whose holder was alive all the time */
  readonly losses: number;
  /** processes that died with a claim */
  readonly deaths: number;
}

const contender = fileURLToPath(new URL('./contender.ts', import.meta.url));

/** One that dies is followed by another, until there were enough grants. */
export async function contend({ folder, kind, processes, grants, seed, milliseconds }: Contention): Promise<Counts> {
  let counts: Counts = { grants: 0, refusals: 0, doubles: 0, losses: 0, deaths: 0 };
  const idOfDead = String(spawnSync('true').pid);
  let started = 0;
  const follow = async () => {
    while (counts.grants < grants) {
      const child = spawn(process.execPath, [contender, folder, kind, String(seed + started++), idOfDead], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const timer = setTimeout(() => child.stdin.end(), milliseconds);
      const line = await text(child.stdout);
      clearTimeout(timer);
      if (line === '') throw new Error('A contender failed; what it says stands above.');
      const { how, ...its } = JSON.parse(line) as Omit<Counts, 'deaths'> & { how: string };
      counts = {
        grants: counts.grants + its.grants,
        refusals: counts.refusals + its.refusals,
        doubles: counts.doubles + its.doubles,
        losses: counts.losses + its.losses,
        deaths: counts.deaths + Number(how === 'died'),
      };
    }
  };
  await Promise.all(Array.from({ length: processes }, follow));
  return counts;
}
