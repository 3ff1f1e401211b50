/** Facts of runs that a test makes up. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatWithDigest } from '../src/record/digests.ts';

/** Writes run.json as if it had been recorded so: its digest fits. */
export function writeRunJson(folder: string, record: Readonly<Record<string, unknown>>): void {
  const { digest: _, ...run } = record;
  writeFileSync(join(folder, 'run.json'), formatWithDigest(run));
}
