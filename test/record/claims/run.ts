/** `npm run test:claims [GRANTS] [SEED]`: five processes contend for one claim; no two may ever hold it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contend } from './contend.ts';

const grants = Number(process.argv[2] ?? 100_000) / 2;
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`CLAIMS_SEED=${seed}`);
for (const kind of ['run', 'experiment'] as const) {
  const folder = mkdtempSync(join(tmpdir(), 'siamese-claims-'));
  const counts = await contend({ folder, kind, processes: 5, grants, seed, milliseconds: 20_000 });
  rmSync(folder, { recursive: true });
  console.log(`claims on a ${kind}: ${JSON.stringify(counts)}`);
  if (counts.doubles + counts.losses > 0) process.exitCode = 1;
}
