/**
 * Kills its process at one of the calls by which it writes: to be imported before the program. SIAMESE_KILL_BELOW: the
 * folder whose calls are counted; SIAMESE_KILL_AT: at which of them, from 0, and behind a point how far it has come then,
 * e.g. 17.5: half of what the eighteenth call is to write is written.
 */
import { watchFileCalls } from './file-calls.ts';

const { SIAMESE_KILL_BELOW: below = '', SIAMESE_KILL_AT: at = '' } = process.env;
const [number, share] = [Math.floor(Number(at)), Number(at) % 1];
let count = 0;

watchFileCalls(below, {
  before(call) {
    if (count++ !== number) return undefined;
    if (share < 0.25) die();
    return call.name === 'write' ? Math.floor(share * call.bytes.length) : undefined;
  },
  after() {
    if (count > number) die();
  },
});

function die(): void {
  process.kill(process.pid, 'SIGKILL');
  for (;;); // until it has arrived
}
