/** The terminal's end of the program: the only place that exits. */
import { writeSync } from 'node:fs';
import {
  asides,
  findIgnoredSignals,
  output,
  runCommand,
  type Surroundings,
  whereUserStands,
} from './commands/index.ts';
import { SiameseError, sentenceOf, traceOf } from './errors/index.ts';
import { printableLines } from './text/index.ts';

/** npm and the shell both pass a Ctrl-C on, so that one press arrives twice. */
const samePressMilliseconds = 200;

const args = process.argv.slice(2);
let isLeaving = false;
const surroundings: Surroundings = {
  directory: whereUserStands(process.env),
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
  // names of files, keys and arguments stand in it
  asides.write(`${printableLines(sentenceOf(error))}\n`);
  if (args.includes('--debug')) asides.write(`\n${printableLines(traceOf(error))}\n`);
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
  const ignored: string[] = findIgnoredSignals();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, ignored.includes(signal) ? () => {} : interrupted);
  return () => {
    isCaught = true;
    return controller.signal;
  };
}

function leaveAtOnce(): never {
  // a live list hides the cursor, and keeps what is written to the stream
  try {
    if (process.stdout.isTTY) writeSync(process.stdout.fd, '\x1b[?25h\n');
  } catch {} // it has been closed
  process.exit(130);
}

/** After everything written has left, or it is told that it couldn't; workers that still run end with the process. */
async function leave(code: number): Promise<never> {
  if (isLeaving) process.exit(code); // what goes wrong on the way out is no reason to come here again
  isLeaving = true;
  await output.flush();
  if (output.trouble !== null && !output.isClosed) asides.write(`${output.trouble}\n`);
  await asides.flush();
  process.exit(code === 0 && output.isIncomplete ? 1 : code);
}
