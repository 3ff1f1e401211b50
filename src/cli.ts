/** The terminal's end of the program: the only place that exits. */
import { writeSync } from 'node:fs';
import { runCommand, type Surroundings } from './commands/index.ts';
import { SiameseError, sentenceOf, traceOf } from './errors/index.ts';

/** npm and the shell both pass a Ctrl-C on, so that one press arrives twice. */
const samePressMilliseconds = 200;

const args = process.argv.slice(2);
surviveClosedPipes();
const { INIT_CWD } = process.env;
const surroundings: Surroundings = {
  directory: INIT_CWD ?? process.cwd(),
  project: process.cwd(),
  env: process.env,
  catchInterrupts: watchInterrupts(),
};

process.on('uncaughtException', leaveWith); // e.g. of a worker thread
try {
  await leave(await runCommand(args, surroundings));
} catch (error) {
  await leaveWith(error);
}

async function leaveWith(error: unknown): Promise<never> {
  process.stderr.write(`${sentenceOf(error)}\n`);
  if (args.includes('--debug')) process.stderr.write(`\n${traceOf(error)}\n`);
  return leave(error instanceof SiameseError ? error.exitCode : 1);
}

/** Until a command asks for interrupts, the first one ends the process. */
function watchInterrupts(): () => AbortSignal {
  const controller = new AbortController();
  let isCaught = false;
  let firstAt = Number.NaN;
  const interrupted = () => {
    if (!isCaught) leaveAtOnce();
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      controller.abort();
    } else if (performance.now() - firstAt > samePressMilliseconds) leaveAtOnce();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupted);
  return () => {
    isCaught = true;
    return controller.signal;
  };
}

function leaveAtOnce(): never {
  // a live list hides the cursor, and keeps what is written to the stream
  if (process.stdout.isTTY) writeSync(process.stdout.fd, '\x1b[?25h\n');
  process.exit(130);
}

/** `siamese runs | head -1`: who reads has gone; training goes on, and its run folder has every line. */
function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    });
  }
}

/** After everything written has left; workers that still run end with the process. */
async function leave(code: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write('', done));
  process.exit(code);
}
