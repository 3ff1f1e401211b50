/**
 * node bin/script.js SCRIPT [ARGUMENT …]: runs a script of this project on the pinned Node, for npm scripts. Their `node`
 * is that one only once npm has run `prepare`, which `npm ci --ignore-scripts` leaves out.
 */
import { resolve } from 'path';
import { pathToFileURL } from 'url';
import { runOnPinnedNode } from './hand-over.js';

const [script, ...args] = process.argv.slice(2);
runOnPinnedNode([script, ...args], () => {
  process.argv.splice(1, 2, resolve(script));
  import(pathToFileURL(resolve(script)).href);
});
