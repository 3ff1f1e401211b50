/** node test/links/run.ts [COUNT] [SEED]: so many hostile runs folders of a seed; prints what failed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryHostileFolders } from './trials.ts';

const [count = 500, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number);
console.log(`seed ${seed}: ${count} hostile runs folders`);
const folder = mkdtempSync(join(tmpdir(), 'siamese-links-'));
const { commands, failures } = await tryHostileFolders(folder, seed, count);
rmSync(folder, { recursive: true, force: true });
for (const failure of failures) console.log(failure);
console.log(`seed ${seed}: ${count} hostile runs folders, ${commands} commands, ${failures.length} failures`);
process.exit(failures.length > 0 ? 1 : 0);
