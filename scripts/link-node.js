/**
 * Makes the pinned Node the `node` of every npm script, as node_modules/.bin/node. npm 11 has linked it already;
 * npm 10 links it, then removes the link along with the packages of other platforms, which bear the same name.
 */
import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findPinnedNode, root } from '../bin/pinned-node.js';

const { file, problem } = findPinnedNode();
if (problem !== undefined) console.warn(problem);
else link(join(root, 'node_modules', '.bin'), file);

function link(folder, target) {
  const path = relative(folder, target);
  mkdirSync(folder, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(join(folder, 'node.cmd'), `@"%~dp0\\${path}" %*\r\n`);
    return;
  }
  const link = join(folder, 'node');
  if (existsSync(link) && realpathSync(link) === realpathSync(target)) return;
  rmSync(link, { force: true });
  symlinkSync(path, link);
}
