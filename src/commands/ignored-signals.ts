/**
 * Which signals the caller wants ignored: `nohup` ignores SIGHUP for what it starts, a shell what `trap ''` names. Node
 * sets every signal back to its default before any script runs, so that only traces of it are left.
 */
import { readFileSync, readlinkSync } from 'node:fs';

export type Ignorable = keyof typeof bitOf;

interface Caller {
  readonly env: Readonly<Partial<Record<string, string>>>;
  /** the process that has started this one, or a launcher between */
  readonly id: number;
}

/** The process that has started the program; a launcher that stays between them tells who has started it. */
function callerOfProcess(): Caller {
  const { SIAMESE_CALLER } = process.env;
  return { env: process.env, id: SIAMESE_CALLER === undefined ? process.ppid : Number(SIAMESE_CALLER) };
}

export function findIgnoredSignals(caller = callerOfProcess()): Ignorable[] {
  const signals = Object.keys(bitOf) as Ignorable[];
  return signals.filter((signal) => shellIgnores(caller.id, signal) || (signal === 'SIGHUP' && isBelowNohup(caller)));
}

/** Of the mask in proc(5). */
const bitOf = { SIGHUP: 1n << 0n, SIGINT: 1n << 1n } as const;

/** Only a shell hands on what it ignores; others, `time` for example, ignore signals for themselves while they wait. */
function shellIgnores(id: number, signal: Ignorable): boolean {
  const program = linkOf(`/proc/${id}/exe`).replace(/^.*\//, '');
  if (!/^((ba|da|z|k|mk|a)?sh|busybox)\d*$/.test(program)) return false;
  const [, mask] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(textOf(`/proc/${id}/status`)) ?? [];
  return mask !== undefined && (BigInt(`0x${mask}`) & bitOf[signal]) !== 0n;
}

/**
 * A shell leaves the command's name in `_`, and npm between leaves it there; where that is lost, `nohup` has put what no
 * shell does in place of a terminal's input: /dev/null, for writing alone.
 */
function isBelowNohup({ env, id }: Caller): boolean {
  if (isNohup(env['_'])) return true;
  if (linkOf('/proc/self/fd/0') === '/dev/null' && /^flags:\s*\d*1$/m.test(textOf('/proc/self/fdinfo/0'))) return true;
  const { session } = statOf('self');
  for (let above = id; above > 1 && session !== null; above = statOf(above).parent) {
    if (statOf(above).session !== session) return false;
    const [, command] = /(?:^|\0)_=([^\0]*)/.exec(textOf(`/proc/${above}/environ`)) ?? [];
    if (isNohup(command)) return true;
  }
  return false;
}

const isNohup = (command = ''): boolean => /(^|\/)nohup$/.test(command);

/** 0 and null where the system doesn't tell. */
function statOf(id: number | 'self'): { parent: number; session: string | null } {
  const afterName = textOf(`/proc/${id}/stat`).replace(/^.*\) /s, ''); // the name may hold blanks
  const [, parent = '0', , session = null] = afterName.split(' '); // proc(5): state, parent, group, session
  return { parent: Number(parent), session };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // no Linux, or not ours to read
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
