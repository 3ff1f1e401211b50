/**
 * node scripts/many-runs.ts RUN COUNT FOLDER [EXPERIMENTS]: so many runs in a folder, made of one by giving each a seed and a time of
 * its own, in so many experiments (7): to see how long listing and comparing thousands takes. Models aren't copied.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Experiment, hashExperiment, toResolvedYaml } from '../src/experiment/index.ts';
import { digestOf, formatWithDigest } from '../src/record/index.ts';

const [source, count, folder, experiments = '7'] = process.argv.slice(2);
if (source === undefined || folder === undefined || !(Number(count) >= 1)) {
  console.error('usage: node scripts/many-runs.ts RUN COUNT FOLDER [EXPERIMENTS]');
  process.exit(2);
}
const read = (name: string) => readFileSync(join(source, name), 'utf8');
const run = JSON.parse(read('run.json'));
const experiment = parse(read('resolved.yaml')) as Experiment;
const [metrics, evaluation] = ['metrics.csv', 'evaluation.json'].map(read) as [string, string];
for (let nth = 0; nth < Number(count); nth++) {
  const batchSize = experiment.training.batchSize + (nth % Number(experiments));
  const own = { ...experiment, seed: nth, training: { ...experiment.training, batchSize } };
  const hash = hashExperiment(own);
  const resolved = toResolvedYaml(own);
  const startedAt = new Date(Date.parse(run.startedAt) + 60_000 * nth).toISOString();
  const files: Record<string, string> = {
    'experiment.yaml': resolved,
    'resolved.yaml': resolved,
    'metrics.csv': metrics,
    'evaluation.json': evaluation,
  };
  const digests = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, digestOf(text)]));
  const { digest: _, ...record } = { ...run, startedAt, seed: nth, hash, digests };
  const place = join(folder, `${startedAt.slice(0, 19).replaceAll(':', '-')}Z-${own.name}-${hash.slice(0, 6)}`);
  mkdirSync(place, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(place, name), text);
  writeFileSync(join(place, 'run.json'), formatWithDigest(record));
}
