/** How a command goes where nothing goes wrong: what was there before it, what after it, and the calls between. */
import { runFiles } from '../../src/record/index.ts';
import type { FaultServer } from '../track/fault-server.ts';
import { CallList } from './failing-disk.ts';
import { type FileCall, systemError, unwatched, type Watcher, watchFileCalls } from './file-calls.ts';
import { restart, runHere } from './program.ts';
import { contentsOf, type Place, type Run, type Scenario, type Undisturbed, writeExperiments } from './scenarios.ts';

/** A scenario's beginning, its end where nothing goes wrong, and the calls between. */
export interface Course {
  readonly before: string;
  readonly undisturbed: Undisturbed;
  readonly calls: readonly FileCall[];
}

/** Refuses everything after the first whole checkpoint, as if the process were gone. */
class KilledAfterCheckpoint implements Watcher {
  #isGone = false;
  #kept = 0;
  before(call: FileCall): undefined {
    if (this.#isGone) throw systemError('EIO', 'write', call.path);
  }
  after(call: FileCall): void {
    if (isCheckpoint(call) && ++this.#kept === 3) this.#isGone = true;
  }
}

export const isCheckpoint = (call: FileCall): call is FileCall & { to: string } =>
  call.name === 'rename' && call.to.endsWith(runFiles.checkpointLast);

/** Commands are done in this process, each as a process of its own. */
export function placeIn(folder: string, server: FaultServer): Place {
  const run: Run = (args) => {
    restart();
    return runHere(args, folder);
  };
  const runUntilKilled: Run = async (args) => {
    watchFileCalls(folder, new KilledAfterCheckpoint());
    const ended = await run(args);
    watchFileCalls(null);
    restart();
    return ended;
  };
  return { folder, run, runUntilKilled, server };
}

/** Does a scenario without trouble, in two folders whose names begin with `path`. */
export async function follow(scenario: Scenario, path: string, server: FaultServer): Promise<Course> {
  const [before, folder] = [`${path}-before`, `${path}-undisturbed`];
  writeExperiments(before);
  await scenario.prepare(placeIn(before, server));
  unwatched.cpSync(before, folder, { recursive: true });
  const list = new CallList();
  const place = placeIn(folder, server);
  server.forgetEverything();
  watchFileCalls(folder, list);
  const { code, stderr } = await place.run(scenario.args(place));
  watchFileCalls(null);
  if (code !== 0) throw new Error(`${scenario.name} without trouble ended with ${code}: ${stderr}`);
  return { before, undisturbed: { folder, contents: contentsOf(server) }, calls: list.calls };
}
