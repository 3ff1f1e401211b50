#!/usr/bin/env node
/**
 * Starts src/cli.ts on the pinned Node. The npm scripts already run on it: then no second process is started.
 */
import module from 'module';
import { fileURLToPath } from 'url';
import { runOnPinnedNode } from './hand-over.js';

runOnPinnedNode([fileURLToPath(import.meta.url), ...process.argv.slice(2)], () => {
  if (module.enableCompileCache !== undefined) module.enableCompileCache(); // TypeScript is stripped once, not each time
  import('../src/cli.ts');
});
