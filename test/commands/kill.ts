/**
 * Kills a short run at random moments, goes on with it until it is done, and holds the result to that of a run which
 * nobody disturbed: weights, models, metrics and checkpoint, bit by bit. By hand: `node test/commands/kill.ts 200`, and with
 * KILL_SEED=… before it at the moments of an earlier time.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findCheckpoint, openRun, readCheckpoint, readMetrics, runFiles } from '../../src/record/index.ts';
import { randomShares } from '../moments.ts';
import { start, writeExperiment } from './siamese.ts';

/** Everything that a resume could lose: slots, moving statistics, clipping, a schedule, fresh pairs, dropout. */
const short = `
name: short
data: { source: mnist, limit: { train: 200, test: 100 } }
pairs: { refresh: epoch }
network:
  inputShape: [28, 28, 1]
  blocks:
    - { filters: 4, kernelSize: 3, strides: 2, pool: 2, batchNorm: true, dropout: 0.2 }
  embeddingDim: 4
training:
  optimizer: { name: adam, globalClipNorm: 1 }
  schedule: { name: exponential, factor: 0.9, warmupEpochs: 1 }
  batchSize: 2
  epochs: 12
checkpoint: { everySteps: 64 }
engine: wasm
`;

export interface KillReport {
  readonly kills: number;
  /** runs that came to their end */
  readonly runs: number;
  /** kills that found a checkpoint within training */
  readonly killsInTraining: number;
  /** what was not the same, a sentence each */
  readonly differences: readonly string[];
}

export async function killAndResume(kills: number, tell: (line: string) => void = () => {}): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'siamese-kill-'));
  const file = writeExperiment(folder, 'short', short);
  const share = randomShares('A short run');
  const differences: string[] = [];
  let [killed, runs, killsInTraining] = [0, 0, 0];
  try {
    const undisturbed = join(folder, 'undisturbed');
    await trainUndisturbed(file, join(folder, 'first')); // a new machine's first one also tries the builds of the kernels
    const milliseconds = await trainUndisturbed(file, undisturbed);
    differences.push(...differencesOf(onlyRun(undisturbed), onlyRun(join(folder, 'first'))));
    tell(`undisturbed: ${Math.round(milliseconds.inAll)} ms; again: ${differences.join(' ') || 'identical'}`);

    while (killed < kills) {
      const runsFolder = join(folder, `runs-${runs++}`);
      const history: string[] = [];
      for (let isDone = false; !isDone; ) {
        const args = hasRun(runsFolder) ? ['resume', 'latest'] : ['exp', file];
        const { child, ended, seen } = start([...args, '--runs', runsFolder]);
        // Most of a short run is its start and its plot: four of five kills come while it trains what is left.
        const waits = share() < 0.8;
        const left = 1 - whatIsKept(runsFolder).share;
        const at = share() * (waits ? left * milliseconds.training : milliseconds.inAll);
        const isSpared = killed === kills || history.length === mostKillsOfARun || (waits && left === 0);
        const moment = waits
          ? seen(trainingBegins)
              .catch(() => {})
              .then(() => sleep(at))
          : sleep(at);
        const kill = isSpared ? null : moment.then(() => child.kill('SIGKILL'));
        const end = await ended;
        await kill;
        if (end.signal === 'SIGKILL') {
          killed++;
          const kept = whatIsKept(runsFolder);
          if (kept.share > 0 && kept.share < 1) killsInTraining++;
          history.push(`${Math.round(at)} ms${waits ? ' of training' : ''}`);
          tell(`${String(killed).padStart(4)}  ${args[0]?.padEnd(6)} killed after ${history.at(-1)}: ${kept.text}`);
        } else {
          isDone = true;
          if (end.code !== 0 && !/has completed all/.test(end.stderr))
            differences.push(`After kills at ${history.join(', ')} it ended with ${end.code}: ${end.stderr}`);
        }
      }
      const found = differencesOf(onlyRun(undisturbed), onlyRun(runsFolder));
      differences.push(...found.map((difference) => `After kills at ${history.join(', ')}: ${difference}`));
      tell(`      ${found.length === 0 ? 'done: identical' : found.join(' ')}`);
      rmSync(runsFolder, { recursive: true, force: true, maxRetries: 10 }); // a plot may still be drawn
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
  return { kills: killed, runs, killsInTraining, differences };
}

/** So that many runs come to their end. */
const mostKillsOfARun = 4;

/** In the lines that tell the engine's start, and the last step. */
const trainingBegins = ' pairs in ';
const trainingEnds = ': completed';

/** → milliseconds */
async function trainUndisturbed(file: string, runsFolder: string): Promise<{ inAll: number; training: number }> {
  const began = performance.now();
  const { ended, seen } = start(['exp', file, '--runs', runsFolder]);
  await seen(trainingBegins);
  const trains = performance.now();
  await seen(trainingEnds);
  const training = performance.now() - trains;
  const { code, stderr } = await ended;
  if (code !== 0) throw new Error(`The undisturbed run ended with ${code}: ${stderr}`);
  return { inAll: performance.now() - began, training };
}

/** Every difference between two run folders of the same experiment, but for times, and what a run must not leave. */
export function differencesOf(expected: string, found: string): string[] {
  const differences: string[] = [];
  const same = (what: string, a: unknown, b: unknown) => {
    const [was, is] = [a, b].map((value) =>
      value instanceof Buffer ? value.toString('base64') : JSON.stringify(value),
    );
    if (was !== is) differences.push(`${what} differs.`);
  };
  const both = <T>(of: (folder: string) => T): [T, T] => [of(expected), of(found)];
  const withoutTime = <T extends { seconds: number }>(row: T): T => ({ ...row, seconds: 0 });

  same('the status', ...both((folder) => openRun(folder).status));
  same('the hash of the weights', ...both((folder) => openRun(folder).run.weightsHash));
  same('the metrics', ...both((folder) => readMetrics(openRun(folder)).map(withoutTime)));
  for (const name of [
    'evaluation',
    'modelJson',
    'weights',
    'verifier',
    'modelBestJson',
    'weightsBest',
    'verifierBest',
  ] as const)
    same(runFiles[name], ...both((folder) => readFileSync(join(folder, runFiles[name]))));
  same(
    'the checkpoint',
    ...both((folder) => {
      const { point, epochs, evaluation } = readCheckpoint(join(folder, runFiles.checkpointLast));
      return {
        ...point,
        evaluation,
        epochs: epochs.map(({ metrics, threshold }) => ({ ...withoutTime(metrics), threshold })),
      };
    }),
  );
  const left = readdirSync(found).filter((name) => name.startsWith('.'));
  if (left.length > 0) differences.push(`It left ${left.join(', ')} behind.`);
  return differences;
}

const visible = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
const hasRun = (runsFolder: string): boolean => visible(runsFolder).length > 0;
const onlyRun = (runsFolder: string): string => join(runsFolder, visible(runsFolder)[0] as string);

/** What a resume will find, and which share of the training that is. */
function whatIsKept(runsFolder: string): { text: string; share: number } {
  if (!hasRun(runsFolder)) return { text: 'before it had a folder', share: 0 };
  const found = findCheckpoint(onlyRun(runsFolder));
  if (found === null) return { text: 'before its first checkpoint', share: 0 };
  const { position, state } = found.checkpoint.point;
  const { epochs, steps } = openRun(onlyRun(runsFolder)).run;
  const where = `${position.epoch - 1} epochs and ${position.stepInEpoch} steps are kept`;
  const share = state.step / (epochs * (steps?.stepsPerEpoch ?? Number.POSITIVE_INFINITY));
  return { text: `${where}${found.isFallback ? ', in the one before' : ''}`, share };
}

if (import.meta.main) {
  const kills = Number(process.argv[2] ?? 20);
  const report = await killAndResume(kills, (line) => console.log(line));
  for (const difference of report.differences) console.log(difference);
  const verdict = report.differences.length === 0 ? 'all identical' : `${report.differences.length} differences`;
  console.log(
    `${report.kills} kills, ${report.killsInTraining} of them within training, in ${report.runs} runs: ${verdict}`,
  );
  process.exitCode = report.differences.length === 0 ? 0 : 1;
}
