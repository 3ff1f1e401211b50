/** The file that a run folder keeps: as given, unless something else decides the experiment, too. */
import { printable } from '../text/index.ts';
import { hasPaths, toYaml, withoutDefaults } from './hash.ts';
import type { LoadedExperiment } from './load.ts';
import { mostBytes } from './reader.ts';
import { experimentFileSchema } from './schema.ts';
import { treeOf } from './tree.ts';

/**
 * An experiment file that gives this experiment from wherever it lies. Where the file extends others, has a sweep or
 * paths, or where the command line changed something, it is what came of all that, without defaults; the file as given
 * follows as a comment.
 */
export function standaloneFile(loaded: LoadedExperiment): string {
  const { source, experiment, directory, trial, changes } = loaded;
  const { extended = [], overrides = [] } = changes ?? {};
  const needsDirectory = hasPaths(experiment);
  if (extended.length === 0 && overrides.length === 0 && trial === null && !needsDirectory) return source;
  const { name, description, ...rest } = withoutDefaults(treeOf(experiment), experimentFileSchema) as Record<
    string,
    unknown
  >;
  const first = { name, ...(description === undefined ? {} : { description }) };
  const body = toYaml({ ...first, ...(needsDirectory ? { directory } : {}), ...rest });
  const file = printable(loaded.file.replace(/^.*[\\/]/s, ''));
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [title, ...items.map((item) => `  ${printable(item)}`)];
  const head = [
    `What ${file} and all of this make of the experiment; it runs as it is.`,
    ...list('extends:', extended),
    ...list('trial of its sweep:', trial === null ? [] : [trial.label]),
    ...list('on the command line:', overrides),
  ];
  const given = comment(['', `${file} as given:`, '', ...source.trimEnd().split(/\r\n|\r|\n/)]);
  const text = `${comment(head)}${body}`;
  const whole = `${text}\n${given}`;
  return new TextEncoder().encode(whole).length <= mostBytes ? whole : text;
}

const comment = (lines: readonly string[]): string =>
  lines.map((line) => (line === '' ? '#\n' : `# ${line}\n`)).join('');
