/** Every command, as help shows it. */
import type { CommandFace, Option } from './command.ts';

const json: Option = { description: 'print JSON for scripts on standard output; all else goes to standard error' };
const count = { value: 'N', looksLike: /^\d+$/ };
const threads: Option = { ...count, description: 'worker threads; default: all cores. Changes no result' };
const runs: Option = { value: 'DIR', description: 'keep runs in DIR; default: SIAMESE_RUNS, else runs' };
const metric = { value: 'NAME', choices: async () => (await import('../evaluation/index.ts')).rankedKeys };
const engine = {
  value: 'NAME',
  choices: async () => ['auto', ...(await import('../engine/node.ts')).engineNames],
};

export const commands: readonly CommandFace[] = [
  {
    name: 'exp',
    summary: 'train experiments; of several, what is not yet done',
    usage: 'FILE… [KEY=VALUE…]',
    options: {
      threads,
      runs,
      'dry-run': { description: 'print what would be done and how long it would take; train nothing' },
      again: { description: 'of several: train also what has completed' },
      retry: { description: 'of several: try again what has failed' },
      fresh: { description: "of several: train each from its start, without a shorter run's epochs" },
      parallel: { ...count, description: 'of several: train N at once, each with its share of the threads' },
      'max-failures': { ...count, description: 'of several: start no more after N failures' },
      json,
    },
    examples: [
      'experiments/mnist-quick.yaml',
      'experiments/mnist-baseline.yaml training.epochs=5 seed=7',
      "'experiments/epochs-*.yaml'",
    ],
    load: () => import('./exp.ts'),
  },
  {
    name: 'validate',
    summary: 'check experiments and show layers, memory and time; train nothing',
    usage: 'FILE… [KEY=VALUE…]',
    options: { threads, json },
    examples: ['experiments/mnist-baseline.yaml', "'experiments/*.yaml'"],
    load: () => import('./validate.ts'),
  },
  {
    name: 'inspect',
    summary: 'look at images before training: sizes, unreadable files, duplicates, leaks between parts',
    usage: 'FOLDER | PAIRS.csv | FILE.parquet | EXPERIMENT.yaml',
    options: {
      png: {
        value: 'FILE',
        looksLike: /\.png$/,
        description: 'draw some images of each class, or as training sees them',
      },
      list: {
        value: 'FILE',
        looksLike: /\.csv$/,
        description: 'write a list of unreadable files and duplicates',
      },
      json,
    },
    examples: ['photos', 'pairs.csv', 'experiments/mnist-quick.yaml'],
    load: () => import('./inspect.ts'),
  },
  {
    name: 'resume',
    summary: 'go on with a run that was stopped, killed or failed, or give a completed one more epochs',
    usage: 'RUN [training.epochs=N]',
    options: { threads, runs, json },
    examples: ['latest', '2026-11-23T16-20-05Z-mnist-baseline-3f9c2a', 'mnist-baseline training.epochs=200'],
    load: () => import('./resume.ts'),
  },
  {
    name: 'reproduce',
    summary: "train a run's experiment anew and tell whether every bit is the same",
    usage: 'RUN',
    options: { threads, runs, json },
    examples: ['latest', '2026-11-23T16-20-05Z-mnist-baseline-3f9c2a'],
    load: () => import('./reproduce.ts'),
  },
  {
    name: 'compare',
    summary: 'show what differs between runs, what came of it, and whether it is real; of two also why',
    usage: 'RUN RUN…',
    options: {
      metric: { ...metric, description: 'rank by this figure; default: valAccuracy' },
      best: { description: 'rank by the best epoch of each run; default: that whose model it keeps' },
      last: { description: 'rank by the last epoch of each run' },
      all: { description: 'show also the settings that all share, and every row' },
      json,
      csv: { description: 'print the table as CSV, figures in full' },
      md: { description: 'print Markdown' },
      html: {
        value: 'FILE',
        looksLike: /\.html?$/,
        description: 'write one page that needs nothing else: tables, verdicts, curves',
      },
      svg: { value: 'FILE', looksLike: /\.svg$/, description: 'write the curves as a picture' },
      png: { value: 'FILE', looksLike: /\.png$/, description: 'write the curves as a picture' },
      runs,
    },
    examples: [
      "'mnist-*' 'status=completed'",
      'mnist-quick mnist-contrastive',
      "'runs/*epochs*' -- --html epochs.html",
    ],
    load: () => import('./compare.ts'),
  },
  {
    name: 'runs',
    summary: 'list the runs, newest first, or those that names and filters ask for',
    usage: "[RUN…] ['KEY>VALUE'…]",
    options: {
      runs,
      columns: { value: 'KEYS', description: 'show these, with commas between them' },
      sort: {
        value: 'KEYS',
        description: 'sort by these, each from the least; -KEY from the greatest',
        allowsDash: true,
      },
      limit: { ...count, description: 'show the first N; default: 100 in a terminal, else all' },
      csv: { description: 'print CSV for scripts, figures in full' },
      verify: {
        description: 'hold every file to its digest, and tell what is damaged; exit code 1 where something is',
      },
      prune: { description: 'show which runs would be moved to the trash; those with a tag stay' },
      'keep-best': { ...count, description: 'of pruning: the best N stay' },
      metric: { ...metric, description: 'of --keep-best: rank by this figure; default: valAccuracy' },
      'older-than': { value: '30d', description: 'of pruning: what ended later stays; in min, h, d or w' },
      delete: { description: 'do it: --prune moves to the trash, --empty-trash deletes for good' },
      undo: { description: 'bring back what was pruned last' },
      'empty-trash': { description: 'show what is in the trash' },
      json,
    },
    examples: [
      '',
      "'status=completed' 'network.embeddingDim>32' 'valAccuracy>0.9'",
      "'name=mnist-* and (status=failed or age<1h)'",
      "'name~epochs' -- --sort -valAccuracy --limit 10",
      'latest -- --columns folder,seed,best.valAccuracy',
      '-- --verify',
      "'status!=completed' -- --prune --older-than 30d",
    ],
    load: () => import('./runs.ts'),
  },
  {
    name: 'tag',
    summary: 'say something of a run, a word and why; without words, list what was said',
    usage: '[RUN [TAG ["NOTE"]]]',
    options: { runs, remove: { value: 'TAG', description: 'take this tag from the run' }, json },
    examples: ['latest best "the first above 95 %"', 'latest -- --remove best', "'runs/*epochs*' paper", ''],
    load: () => import('./tag.ts'),
  },
  {
    name: 'sync',
    summary: 'send runs to MLflow, as far as they are not there yet',
    usage: 'RUN…',
    options: {
      uri: {
        value: 'URI',
        description: 'the server; default: where the run went before or was to go, else MLFLOW_TRACKING_URI',
      },
      runs,
      json,
    },
    examples: ['latest', 'latest -- --uri http://localhost:5000', "'*'"],
    load: () => import('./sync.ts'),
  },
  {
    name: 'init',
    summary: 'write a commented experiment file to start from',
    usage: 'NAME',
    options: {},
    examples: ['my-first'],
    load: () => import('./init.ts'),
  },
  {
    name: 'engines',
    summary: 'list the engines, what each would run on here and how fast, and what is missing',
    usage: '',
    options: {
      seconds: { value: 'S', description: 'measure each for S seconds; 0 only lists. Default: 10' },
      json,
    },
    examples: ['', '-- --seconds 0'],
    load: () => import('./engines.ts'),
  },
  {
    name: 'conformance',
    summary: 'hold the engines to golden cases',
    usage: 'FOLDER',
    options: { engine: { ...engine, description: 'this one alone, with each error; default: all that run here' } },
    examples: ['test/golden'],
    load: () => import('./conformance.ts'),
  },
];
