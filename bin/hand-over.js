/**
 * Runs a program on the pinned Node, whatever Node this is: in this very process where it is that one, else by handing over
 * to it. Plain JavaScript, as pinned-node.js is.
 */
import { spawn } from 'child_process';
import { findPinnedNode } from './pinned-node.js';

const major = (version) => version.replace('v', '').split('.')[0];

/** `args`: the script and its arguments; `runHere` imports it. Exit code 2 where there is no Node to run it on. */
export function runOnPinnedNode(args, runHere) {
  const pinned = findPinnedNode();
  if (process.version === `v${pinned.version}`) runHere();
  else if (pinned.file !== undefined) handOver(pinned, args);
  else if (major(process.version) === major(pinned.version)) runHere();
  else {
    process.stderr.write(`${pinned.problem}\n`);
    process.exitCode = 2;
  }
}

/** Becomes the pinned Node where the system can do that; else starts it and stands between it and the caller. */
function handOver({ file, version }, args) {
  if (process.execve !== undefined && process.platform !== 'win32') {
    process.removeAllListeners('warning'); // execve is still called experimental
    process.execve(file, [file, ...args], process.env);
  }
  const env = { ...process.env, SIAMESE_CALLER: String(process.ppid) }; // what it ignores, the program ignores too
  const child = spawn(file, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends its Ctrl-C to every process it runs: passing it on would be a second one.
      if (signal !== 'SIGINT' || process.stdin.isTTY !== true) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`Node ${version} can't be started: ${error.message}. Run npm ci anew.\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
