/** Whether what was accepted holds nothing that the schema doesn't know: worked out from the YAML and the schema alone. */
import { parse } from 'yaml';
import fileSchema from '../../schemas/experiment.schema.json' with { type: 'json' };

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
}

const root = fileSchema as unknown as Schema & { readonly definitions: Readonly<Record<string, Schema>> };

/** Every way in which a value may be written. */
function waysOf(schema: Schema): readonly Schema[] {
  const { $ref, ...beside } = schema;
  const named = $ref === undefined ? [] : waysOf(root.definitions[$ref.replace('#/definitions/', '')] as Schema);
  return [...named, beside, ...(schema.anyOf ?? []).flatMap(waysOf), ...(schema.oneOf ?? []).flatMap(waysOf)];
}

/** The schemas that a key has; null where no way of writing the mapping knows it; [] where it may be anything. */
function childrenOf(schemas: readonly Schema[], key: string): readonly Schema[] | null {
  const ways = schemas.flatMap(waysOf);
  const known = ways.filter(({ properties }) => properties !== undefined && Object.hasOwn(properties, key));
  if (known.length > 0) return known.map(({ properties }) => properties?.[key] as Schema);
  const open = ways.find(({ properties, additionalProperties }) => properties === undefined && additionalProperties);
  if (open === undefined) return null;
  return typeof open.additionalProperties === 'object' ? [open.additionalProperties] : [];
}

/** Key paths that no experiment file knows, wherever they stand in a file's text. */
export function unknownKeysOf(text: string): string[] {
  const value: unknown = parse(text, { version: '1.2', uniqueKeys: false, maxAliasCount: -1, logLevel: 'silent' });
  return unknownIn(value, [root], '');
}

/** Of `key.path=value`. */
export function unknownKeysOfOverride(override: string): string[] {
  const equals = override.indexOf('=');
  const value: unknown = parse(override.slice(equals + 1), { uniqueKeys: false, logLevel: 'silent' });
  return unknownAlong(stepsOf(override.slice(0, equals)), value, [root], '');
}

const stepsOf = (path: string): string[] =>
  path
    .replaceAll(/\[([^\]]*)\]/g, '.$1')
    .split('.')
    .map((step) => step.trim());

/** What lies at a path, and the steps to it. */
function unknownAlong(steps: readonly string[], value: unknown, schemas: readonly Schema[], path: string): string[] {
  const [step, ...rest] = steps;
  if (step === undefined) return unknownIn(value, schemas, path);
  const items = schemas.flatMap(waysOf).flatMap(({ items }) => items ?? []);
  if (/^\d+$/.test(step) && items.length > 0) return unknownAlong(rest, value, items, `${path}[${step}]`);
  const children = childrenOf(schemas, step);
  const at = path === '' ? step : `${path}.${step}`;
  if (children === null) return [at];
  return children.length === 0 ? [] : unknownAlong(rest, value, children, at);
}

function unknownIn(value: unknown, schemas: readonly Schema[], path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const items = schemas.flatMap(waysOf).flatMap(({ items }) => items ?? []);
    return items.length === 0 ? [] : value.flatMap((item, i) => unknownIn(item, items, `${path}[${i}]`));
  }
  if (path === 'sweep.grid') return []; // what of it is tried, `unknownKeysOfTrial` looks at
  return Object.entries(value).flatMap(([key, item]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const children = childrenOf(schemas, key);
    return children === null ? [at] : children.length === 0 ? [] : unknownIn(item, children, at);
  });
}

/** Of what a trial sets: key path → value. */
export function unknownKeysOfTrial(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values).flatMap(([key, value]) => unknownAlong(stepsOf(key), value, [root], ''));
}
