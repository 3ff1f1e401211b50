/** The schema of experiment files, and how to find one's way in it. Everything said about a key has its home there. */

import fileSchema from '../../schemas/experiment.schema.json' with { type: 'json' };
import { allOf, eitherOf } from '../text/index.ts';

/** As much of a draft-07 schema as ours uses. */
export interface JsonSchema {
  $id?: string;
  $ref?: string;
  $schema?: string;
  $comment?: string;
  title?: string;
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  pattern?: string;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minProperties?: number;
  maxProperties?: number;
  additionalProperties?: boolean | JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  discriminator?: { propertyName: string };
  definitions?: Record<string, JsonSchema>;
  if?: JsonSchema;
  then?: JsonSchema;
  /** a shorthand's long form, where `$` stands for the value as written, `-$` for its negative */
  'x-long'?: unknown;
  /** whether a text names a file or a folder */
  'x-path'?: true;
  /** how an error names what is expected */
  'x-expected'?: string;
}

export const experimentFileSchema: JsonSchema = fileSchema as unknown as JsonSchema;

/** The part of the schema with this name, e.g. `Network`. */
export function definition(name: string): JsonSchema {
  return { $ref: `#/definitions/${name}` };
}

/** Follows a reference. */
export function target(schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.slice('#/definitions/'.length);
  const found = experimentFileSchema.definitions?.[name];
  if (found === undefined) throw new Error(`The schema has no definition ${name}.`);
  return target(found);
}

/** The ways a value may be written: shorthands, then the long form; itself where there is only one. */
export function formsOf(schema: JsonSchema): readonly JsonSchema[] {
  const known = knownForms.get(schema);
  if (known !== undefined) return known;
  const { anyOf } = target(schema);
  const forms = anyOf === undefined ? [target(schema)] : anyOf.flatMap(formsOf);
  knownForms.set(schema, forms);
  return forms;
}

/** Trials by the thousand ask for the same few. */
const knownForms = new WeakMap<JsonSchema, readonly JsonSchema[]>();
const knownMappings = new WeakMap<JsonSchema, readonly JsonSchema[]>();

/** The kinds of mapping a value may be: none, one, or one for each value of its discriminator. */
export function mappingsOf(schema: JsonSchema): readonly JsonSchema[] {
  const known = knownMappings.get(schema);
  if (known !== undefined) return known;
  const mappings = formsOf(schema).flatMap((form) =>
    form.oneOf ? form.oneOf.map(target) : form.properties ? [form] : [],
  );
  knownMappings.set(schema, mappings);
  return mappings;
}

/** The key that tells the kinds of mapping apart, e.g. `loss`. */
export function tagOf(schema: JsonSchema): string | undefined {
  return formsOf(schema).find((form) => form.discriminator !== undefined)?.discriminator?.propertyName;
}

/** What that key may hold. */
export function tagSchema(schema: JsonSchema): JsonSchema {
  const tag = tagOf(schema);
  if (tag === undefined) return {};
  return { type: 'string', enum: mappingsOf(schema).map((mapping) => propertyOf(mapping, tag)?.const) };
}

/** A mapping's own schema for a key. */
export function propertyOf(mapping: JsonSchema, key: string): JsonSchema | undefined {
  return mapping.properties !== undefined && Object.hasOwn(mapping.properties, key)
    ? mapping.properties[key]
    : undefined;
}

/** What a key may hold in any of the kinds of mapping a value may be. */
export function childOf(schema: JsonSchema, key: string): JsonSchema | undefined {
  for (const mapping of mappingsOf(schema)) {
    const child = propertyOf(mapping, key);
    if (child !== undefined) return child;
  }
  return keyPathValue(schema);
}

/** What every value may be in a mapping whose keys are key paths; undefined for other mappings. */
export function keyPathValue(schema: JsonSchema): JsonSchema | undefined {
  const form = formsOf(schema).find((form) => form.type === 'object' && form.properties === undefined && !form.oneOf);
  if (form === undefined) return undefined;
  return typeof form.additionalProperties === 'object' ? form.additionalProperties : {};
}

/** Whether a value may be null. */
export function takesNull(schema: JsonSchema): boolean {
  return formsOf(schema).some((form) => [form.type].flat().includes('null'));
}

/** Whether a value names a file or a folder, relative to the file that says so. */
export function isPath(schema: JsonSchema): boolean {
  return formsOf(schema).some((form) => form['x-path'] === true);
}

/** What a list's items may be. */
export function itemOf(schema: JsonSchema): JsonSchema | undefined {
  return formsOf(schema).find((form) => form.items !== undefined)?.items;
}

/** Every place in an experiment file where a key of this name is known, as a path. */
export function pathsOfKey(key: string): readonly string[] {
  knownPaths ??= collectPaths();
  return knownPaths.get(key) ?? [];
}

/** Every key path of an experiment file: `network.blocks[].filters`. */
export function allKeyPaths(): readonly string[] {
  knownPaths ??= collectPaths();
  return [...knownPaths.values()].flat();
}

let knownPaths: Map<string, string[]> | undefined;

function collectPaths(): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  const visit = (schema: JsonSchema, path: string): void => {
    const item = itemOf(schema);
    if (item !== undefined) visit(item, `${path}[]`);
    for (const mapping of mappingsOf(schema)) {
      for (const [key, child] of Object.entries(mapping.properties ?? {})) {
        const childPath = path === '' ? key : `${path}.${key}`;
        found.set(key, (found.get(key) ?? new Set()).add(childPath));
        visit(child, childPath);
      }
    }
  };
  visit(experimentFileSchema, '');
  return new Map([...found].map(([key, paths]) => [key, [...paths]]));
}

/** What is expected, in words that follow `it must be`. */
export function expectation(schema: JsonSchema): string {
  const { anyOf } = target(schema);
  if (anyOf === undefined) return expectationOfForm(target(schema));
  const forms = [...new Set(anyOf.map(expectation))];
  return forms.length === 1 ? (forms[0] as string) : `${forms.slice(0, -1).join(', ')}, or ${forms.at(-1)}`;
}

function expectationOfForm(form: JsonSchema): string {
  if (form['x-expected'] !== undefined) return form['x-expected'];
  if (form.enum !== undefined) return eitherOf(form.enum.map((value) => `\`${value}\``));
  if (form.const !== undefined) return `\`${form.const}\``;
  if (form.discriminator !== undefined) return `a mapping with \`${form.discriminator.propertyName}\``;
  if (form.properties !== undefined) {
    return `a mapping of ${allOf(Object.keys(form.properties).map((key) => `\`${key}\``))}`;
  }
  if (Array.isArray(form.type)) {
    const types = form.type.filter((type) => type !== 'null');
    return [...types.map((type) => expectationOfForm({ ...form, type })), 'null'].join(', or ');
  }
  switch (form.type) {
    case 'boolean':
      return '`true` or `false`';
    case 'integer':
      return `an integer ${range(form)}`.trimEnd();
    case 'number':
      return `a number ${range(form)}`.trimEnd();
    case 'string':
      return 'text';
    case 'array':
      return 'a list';
    default:
      return String(form.type);
  }
}

/** The numbers a schema allows, in words: `from 1 to 256`, `of 0 or more, less than 1`, `greater than 0`. */
export function range(form: JsonSchema): string {
  if (form.minimum !== undefined && form.maximum !== undefined) return `from ${form.minimum} to ${form.maximum}`;
  const lower =
    form.minimum !== undefined
      ? `of ${form.minimum} or more`
      : form.exclusiveMinimum !== undefined
        ? `greater than ${form.exclusiveMinimum}`
        : '';
  const upper =
    form.maximum !== undefined
      ? `of ${form.maximum} or less`
      : form.exclusiveMaximum !== undefined
        ? `less than ${form.exclusiveMaximum}`
        : '';
  return lower !== '' && upper !== '' ? `${lower} and ${upper}` : lower + upper;
}

/** The values a schema lists, through its shorthands too. */
export function listedValues(schema: JsonSchema): string[] {
  const values = formsOf(schema).flatMap((form) => [
    ...(form.enum ?? []),
    ...(form.const === undefined ? [] : [form.const]),
    ...(form.type === 'boolean' ? ['true', 'false'] : []),
  ]);
  return [...new Set(values.map(String))];
}
