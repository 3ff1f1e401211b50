#!/usr/bin/env node
/**
 * Starts src/cli.ts on the pinned Node. The npm scripts already run on it: then no second process is started.
 */
import { spawn } from 'child_process';
import module from 'module';
import { fileURLToPath } from 'url';
import { findPinnedNode } from './pinned-node.js';

const pinned = findPinnedNode();
const major = (version) => version.replace('v', '').split('.')[0];

if (process.version === `v${pinned.version}`) runHere();
else if (pinned.file !== undefined) handOver(pinned.file);
else if (major(process.version) === major(pinned.version)) runHere();
else {
  process.stderr.write(`${pinned.problem}\n`);
  process.exitCode = 2;
}

function runHere() {
  if (module.enableCompileCache !== undefined) module.enableCompileCache(); // TypeScript is stripped once, not each time
  import('../src/cli.ts');
}

/** Becomes the pinned Node where the system can do that; else starts it and stands between it and the caller. */
function handOver(file) {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
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
    process.stderr.write(`Node ${pinned.version} can't be started: ${error.message}. Run npm ci anew.\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
