/** node test/damage/run.ts [COUNT] [SEED]: so many damaged run folders of a seed under every command; prints what failed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryDamages } from './trials.ts';

const [count = 1000, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number);
console.log(`seed ${seed}: ${count} damaged run folders`);
const folder = mkdtempSync(join(tmpdir(), 'siamese-damage-'));
const { commands, resumed, refused, failures } = await tryDamages(folder, seed, count, console.log);
rmSync(folder, { recursive: true, force: true });
console.log(
  `seed ${seed}: ${count} damaged run folders, ${commands} commands, ${resumed} resumed to the same bits, ${refused} refused, ` +
    `${failures.length} failures`,
);
process.exit(failures.length > 0 ? 1 : 0);
