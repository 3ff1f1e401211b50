/** What the peers run on. Those in Python: a virtual environment in the user's cache folder, filled by pip on first use. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPackage } from '../src/engine/tfjs/host/index.ts';
import { InputError } from '../src/errors/index.ts';
import { cacheFolder } from '../src/text/node.ts';

export const peerNames = ['keras', 'torch', 'tfjs'] as const;
export type PeerName = (typeof peerNames)[number];
type PythonPeer = Exclude<PeerName, 'tfjs'>;

/** What starts a peer, but for its setup. Throws an InputError where what it runs on is missing. */
export function preparePeer(peer: PeerName): { command: string; script: string } {
  const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  if (peer !== 'tfjs') return { command: preparePython(peer), script: script(`${peer}_peer.py`) };
  const found = findPackage();
  if ('missing' in found) throw new InputError(found.missing);
  return { command: process.execPath, script: script('tfjs_peer.ts') };
}

/**
 * What pip installs for a peer. tensorflow-cpu is tensorflow without the GPU's kernels, where there is such a package.
 * PyTorch's packages for Linux come with CUDA and won't load without its libraries: some 5 GB.
 */
function requirements(peer: PythonPeer): string[] {
  if (peer === 'torch') return ['torch', 'numpy'];
  const hasCpuBuild = process.arch === 'x64' && process.platform !== 'darwin';
  return ['keras', hasCpuBuild ? 'tensorflow-cpu' : 'tensorflow'];
}

/** → the Python program that can import the peer. Throws an InputError where Python, pip or the packages are missing. */
function preparePython(peer: PythonPeer): string {
  const folder = join(cacheFolder(), 'bench');
  const isWindows = process.platform === 'win32';
  const python = join(folder, isWindows ? 'Scripts/python.exe' : 'bin/python');
  if (!existsSync(python)) {
    mkdirSync(folder, { recursive: true });
    const command = isWindows ? 'python' : 'python3';
    execute(command, ['-m', 'venv', folder], `The peers need Python 3 with venv: install it, or use --peers none.`);
  }
  const stamp = join(folder, `${peer}.installed`);
  if (!existsSync(stamp)) {
    const packages = requirements(peer);
    const size = peer === 'torch' && process.platform === 'linux' ? ' (some 5 GB)' : '';
    console.error(`Installing ${packages.join(' and ')} into ${folder}${size}, once …`);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    execute(
      python,
      pip,
      `pip could not install ${packages.join(' and ')}; see above, or leave ${peer} out of --peers.`,
    );
    writeFileSync(stamp, '');
  }
  return python;
}

function execute(command: string, args: string[], sentence: string): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new InputError(`${sentence}${error === undefined ? '' : ` (${error.message})`}`);
}
