/** Processes of our own, for what may crash without taking this one along. */
import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { fileURLToPath } from 'node:url';

/** How a process ended that was to answer. */
export interface Crash {
  /** why it could not be started; null where it was */
  readonly failure: string | null;
  /** null where a signal ended it */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** it was killed, as it took too long */
  readonly isTimeout: boolean;
  /** the end of what it wrote on its standard error */
  readonly stderrTail: string;
}

/** Those that must end with this process, however it ends by itself. */
const children = new Set<ChildProcess>();
function killChildren(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** It sends and takes messages; what it writes on its standard error can be read. */
export function startChild(script: URL): ChildProcess {
  const cache = getCompileCacheDir();
  const child = fork(fileURLToPath(script), {
    serialization: 'advanced', // not every figure survives JSON
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  if (children.size === 0) process.once('exit', killChildren);
  children.add(child);
  child.once('close', () => {
    children.delete(child);
    if (children.size === 0) process.off('exit', killChildren);
  });
  return child;
}

/**
 * Sends a request, and takes messages until one is the answer: `answerIn` returns it, and undefined for those that come
 * before. Where the process ends instead, how it did; `seconds`: it is killed after so long.
 */
export function ask<Message, Answer extends object>(
  child: ChildProcess,
  request: object,
  answerIn: (message: Message) => Answer | undefined,
  { seconds }: { readonly seconds?: number } = {},
): Promise<Answer | Crash> {
  let stderrTail = '';
  let isTimeout = false;
  return new Promise((resolve) => {
    const onMessage = (message: Message) => {
      const answer = answerIn(message);
      if (answer !== undefined) end(answer);
    };
    const onStderr = (text: Buffer) => {
      stderrTail = `${stderrTail}${text}`.slice(-2000);
    };
    const onClose = (exitCode: number | null, signal: NodeJS.Signals | null) =>
      end({ failure: null, exitCode, signal, isTimeout, stderrTail });
    const onError = ({ message }: Error) =>
      end({ failure: message, exitCode: null, signal: null, isTimeout, stderrTail });
    const onTimeout = () => {
      isTimeout = true;
      child.kill('SIGKILL');
    };
    const limit = seconds === undefined ? undefined : setTimeout(onTimeout, 1000 * seconds);
    const end = (answer: Answer | Crash) => {
      clearTimeout(limit);
      child.off('message', onMessage).off('close', onClose).off('error', onError);
      child.stderr?.off('data', onStderr);
      resolve(answer);
    };
    child.on('message', onMessage).on('close', onClose).on('error', onError);
    child.stderr?.on('data', onStderr);
    sendTo(child, request);
  });
}

/** What can't be sent is told by the process's end. */
export function sendTo(child: ChildProcess, message: object): void {
  if (child.connected) child.send(message, () => {});
}

export const isCrash = (answer: object): answer is Crash => 'stderrTail' in answer;

/** `killed by SIGKILL` or `exit code 1`, and the first error among what it wrote. */
export function describeCrash({ failure, exitCode, signal, stderrTail }: Crash): string {
  const how = failure ?? (exitCode === null ? `killed by ${signal}` : `exit code ${exitCode}`);
  const [complaint] = /^.*error.*$/im.exec(stderrTail) ?? [];
  return complaint === undefined ? how : `${how}; ${complaint.trim()}`;
}
