/** What differs between experiments, key by key. */
import { type Deciding, deciding, type Experiment, nonDefaults } from '../experiment/index.ts';
import { isRecord, keyBelow, valueAt } from '../text/index.ts';

export interface DifferingKey {
  /** as an override writes it: `network.blocks.0.filters` */
  readonly path: string;
  /** [experiments]; undefined where the experiment has no such key */
  readonly values: readonly unknown[];
}

export interface Keys {
  readonly differing: readonly DifferingKey[];
  readonly common: readonly { readonly path: string; readonly value: unknown }[];
}

/**
 * The keys that decide a result, but for the seed, parted into those that differ and those that don't. Mappings and
 * lists of mappings are gone into as long as all experiments have one there; else the whole of it is one key, e.g. a
 * block that only some have, or `pool: null` beside a pool. A key that some experiments can't have, as Adam's `beta1`
 * beside SGD, is left out where the others have its default.
 */
export function compareKeys(experiments: readonly Experiment[]): Keys {
  const differing: DifferingKey[] = [];
  const common: { path: string; value: unknown }[] = [];
  const withoutDefaults = lazily(() => experiments.map(nonDefaults));

  const walk = (path: string, values: readonly unknown[]) => {
    const [first] = values;
    if (values.every(isMapping)) {
      for (const key of new Set(values.flatMap(Object.keys)))
        walk(
          keyBelow(path, key),
          values.map((value) => value[key]),
        );
    } else if (values.every(isListOfMappings)) {
      const length = Math.max(...values.map((value) => value.length));
      for (let i = 0; i < length; i++)
        walk(
          keyBelow(path, i),
          values.map((value) => value[i]),
        );
    } else if (values.every((value) => isEqual(value, first))) {
      common.push({ path, value: first });
    } else if (!values.includes(undefined) || withoutDefaults().some((each) => valueAt(each, path) !== undefined)) {
      differing.push({ path, values });
    }
  };
  walk('', experiments.map(withoutSeed));
  return { differing, common };
}

/** What decides a result, whatever the seed: an experiment's runs have it in common. */
export function withoutSeed(experiment: Experiment): Omit<Deciding, 'seed'> {
  const { seed: _, ...rest } = deciding(experiment);
  return rest;
}

type Mapping = Readonly<Record<string, unknown>>;
const isMapping = (value: unknown): value is Mapping => isRecord(value);
const isListOfMappings = (value: unknown): value is readonly Mapping[] =>
  Array.isArray(value) && value.every(isMapping);

/** Resolved values have their keys in the schema's order. */
const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
