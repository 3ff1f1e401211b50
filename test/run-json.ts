/** Facts of runs that a test makes up. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, formatWithDigest } from '../src/record/digests.ts';

/** Writes run.json as if it had been recorded so: its digest fits. */
export function writeRunJson(folder: string, record: Readonly<Record<string, unknown>>): void {
  const { digest: _, ...run } = record;
  writeFileSync(join(folder, 'run.json'), formatWithDigest(run));
}

/** As if the files that have a digest had been written as they are now. */
export function renewDigests(folder: string, change: Readonly<Record<string, unknown>> = {}): void {
  const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  const files = Object.keys(run.digests).map((file) => [file, digestOf(readFileSync(join(folder, file)))]);
  writeRunJson(folder, { ...run, digests: Object.fromEntries(files), ...change });
}
