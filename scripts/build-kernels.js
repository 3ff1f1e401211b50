// Compiles the wasm engine's kernels, by npm's `prepare`, or by the engine itself where that hasn't run: plain JavaScript,
// since any Node from 20 on may run it. Whoever else compiles them at the same time, each file is there whole.
//
//   src/engine/wasm/kernels/index.ts  →  src/engine/wasm/build/narrow.wasm  4 × 8 register tiles, for every runtime
//                                        src/engine/wasm/build/wide.wasm    4 × 16, for runtimes that pair 128-bit vectors
import { mkdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'src/engine/wasm';

await mkdir(`${root}/${folder}/build`, { recursive: true });
for (const [name, wide] of [
  ['narrow', 0],
  ['wide', 1],
]) {
  const file = `${folder}/build/${name}.wasm`;
  const unfinished = `${folder}/build/${name}-${process.pid}.wasm`;
  const options = [
    `${folder}/kernels/index.ts`,
    ...['--baseDir', root, '--outFile', unfinished],
    ...['-O3', '--noAssert', '--runtime', 'stub', '--use', `WIDE=${wide}`],
    // one memory for all threads, laid out by the engine: no static data, nothing initialised twice
    ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    ...['--enable', 'simd', '--enable', 'relaxed-simd', '--enable', 'threads', '--enable', 'bulk-memory'],
  ];
  const { error, stderr } = await asc.main(options);
  if (error === null) await rename(`${root}/${unfinished}`, `${root}/${file}`);
  else {
    await rm(`${root}/${unfinished}`, { force: true });
    process.stderr.write(`${stderr.toString()}\nThe kernels (${name}) did not compile: ${error.message}\n`);
    process.exitCode = 1;
  }
}
