/** Text and bytes into what Node has open, without what this process is to keep to itself. */
import { writeSync } from 'node:fs';
import { hideSecrets, hideSecretsIn, secretsIn } from './secrets.ts';

export { cacheFolder } from './cache/node.ts';
export { flushFolder, kindOf, makeFolders, NotAFileError, openFile, readText } from './files/node.ts';

let known: readonly string[] | undefined;

/** The secrets in this process's environment and arguments, as both are when it is first asked. */
function ownSecrets(): readonly string[] {
  known ??= secretsIn(process.env, process.argv.slice(2));
  return known;
}

/** What is shown or kept of a text that others have a part in: of a server, a person's arguments, an error. */
export const withoutSecrets = (text: string): string => hideSecrets(text, ownSecrets());
/** As `withoutSecrets`, of each text in a value. */
export const withoutSecretsIn = <T>(value: T): T => hideSecretsIn(value, ownSecrets());

/** Writes every byte: a single write may take fewer, e.g. on a disk that is filling up. */
export function writeAll(descriptor: number, content: string | Uint8Array): void {
  let rest = typeof content === 'string' ? Buffer.from(content) : content;
  while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest, 0, Math.min(rest.length, mostBytesAtOnce)));
}

/** Node reads and writes less than 2 GiB a call. */
export const mostBytesAtOnce = 1 << 26;
