/**
 * Writes what is generated. From schemas/experiment.schema.json: the schema of resolved experiments, the types, the
 * compiled validators, and docs/experiment.md. From the wasm kernels' source: their signatures. From
 * package-lock.json: docs/licences.md. With --check it writes
 * nothing and exits 1 if a file is out of date.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { experimentFileSchema } from '../src/experiment/schema.ts';
import { typesOf, validatorsOf, validatorTypes } from './generate/code.ts';
import { kernelSignatures } from './generate/kernels.ts';
import { licencesPage } from './generate/licences.ts';
import { referencePage } from './generate/reference.ts';
import { resolvedSchema } from './generate/resolved.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const resolved = resolvedSchema(experimentFileSchema);
const files: Record<string, string> = {
  'schemas/resolved.schema.json': formatted('schemas/resolved.schema.json', JSON.stringify(resolved)),
  'src/experiment/generated/experiment.ts': await typesOf(resolved, 'Experiment'),
  'src/experiment/generated/experiment-file.ts': await typesOf(experimentFileSchema, 'ExperimentFile'),
  'src/experiment/generated/validate.js': validatorsOf(resolved),
  'src/experiment/generated/validate.d.ts': validatorTypes,
  'docs/experiment.md': referencePage(experimentFileSchema),
  'src/engine/wasm/generated/kernels.ts': kernelSignatures(root),
  'docs/licences.md': licencesPage(root),
};

const stale = Object.entries(files).filter(([path, text]) => textAt(root + path) !== text);
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    const paths = stale.map(([path]) => path).join(', ');
    console.error(
      `Out of date with what they are generated from: ${paths}. Run npm run generate and commit the result.`,
    );
    process.exitCode = 1;
  }
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(root + path), { recursive: true });
    writeFileSync(root + path, text);
    console.log(`wrote ${path}`);
  }
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** As the house formats such a file. */
function formatted(path: string, text: string): string {
  const biome = `${root}node_modules/@biomejs/biome/bin/biome`;
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${path}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
}
