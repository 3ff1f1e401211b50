/** One of TensorBoard's event files: a folder with it is what TensorBoard calls a run. */
import { lstatSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { appendIn, explainWriteFailure, makeOwnFolder, readIn, writeAtomically } from '../../record/index.ts';
import { startEvent, stepOf, versionEvent } from './events.ts';
import { readRecords, recordOf } from './records.ts';

const prefix = 'events.out.tfevents.';

export class EventFile {
  readonly #file: string;

  /**
   * A new file in place of all that the folder has, beginning with these events. What was there is emptied, and deleted
   * only the next time: a TensorBoard that has it open would never come to the new one if it were gone.
   */
  constructor(folder: string, events: readonly Buffer[]) {
    makeOwnFolder(folder);
    const old = eventFilesIn(folder);
    const time = Date.now() / 1000;
    // A reader that has an old one open goes on with the next in alphabetical order.
    const last = Math.max(0, ...old.map((name) => Number.parseInt(name.slice(prefix.length), 10) || 0));
    const number = String(Math.max(Math.floor(time), last + 1)).padStart(10, '0');
    this.#file = join(folder, `${prefix}${number}.${hostname()}.${process.pid}.0`);
    const opening = [versionEvent(time), startEvent({ time, step: 0 })];
    writeAtomically(this.#file, Buffer.concat([...opening, ...events].map(recordOf)));
    for (const path of old.map((name) => join(folder, name))) empty(path);
  }

  /** At once, so that who dies leaves whole records; what the system has taken it will write. */
  append(event: Buffer): void {
    try {
      appendIn(dirname(this.#file), basename(this.#file), recordOf(event));
    } catch (error) {
      throw explainWriteFailure(error, this.#file);
    }
  }
}

function empty(file: string): void {
  try {
    const { size, nlink } = lstatSync(file);
    if (size === 0 || nlink > 1)
      rmSync(file); // what has another name too is perhaps in a backup
    else truncateSync(file);
  } catch (error) {
    throw explainWriteFailure(error, file);
  }
}

/** Step → the event written last for it, of all event files in a folder. */
export function readEvents(folder: string): Map<number, Buffer> {
  const events = new Map<number, Buffer>();
  for (const name of eventFilesIn(folder)) {
    for (const event of readRecords(readIn(folder, name))) {
      const step = stepOf(event);
      if (step !== null) events.set(step, event);
    }
  }
  return events;
}

function eventFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.startsWith(prefix))
      .map(({ name }) => name)
      .sort();
  } catch {
    return []; // not there yet
  }
}
