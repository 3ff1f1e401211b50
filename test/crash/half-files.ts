/** Looks for files that are not whole under a name of their own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpoint } from '../../src/record/index.ts';

/** Whole files, as far as their ends tell; those that are being written have hidden names. */
const ends: readonly (readonly [RegExp, (file: string) => boolean])[] = [
  [/\.json$/, (file) => isJson(readFileSync(file, 'utf8'))],
  [/\.(csv|yaml|svg)$/, (file) => readFileSync(file, 'utf8').endsWith('\n')],
  [/\.html$/, (file) => readFileSync(file, 'utf8').trimEnd().endsWith('</html>')],
  [/\.png$/, (file) => readFileSync(file).subarray(-8).includes('IEND')],
  [/checkpoint\/.*\.bin$/, (file) => readCheckpoint(file) !== null],
  [/weights\.bin$/, (file) => readFileSync(file).length > 0],
];

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** → a sentence for each */
export function findHalves(folder: string): string[] {
  const problems: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') && entry.name !== '.trash') continue;
    if (entry.isDirectory()) {
      problems.push(...findHalves(path));
      const isModel = /^model/.test(entry.name) && existsSync(join(path, 'model.json')); // which comes last
      const names = readdirSync(path).filter((name) => !name.startsWith('.'));
      if (isModel && names.length !== 3) problems.push(`${path} holds ${names.join(', ')}.`);
    } else if (!ends.every(([names, isWhole]) => !names.test(path) || isWhole(path)))
      problems.push(`${path} is half a file.`);
  }
  return problems;
}
