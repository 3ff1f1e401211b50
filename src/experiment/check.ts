/** What the schema of resolved experiments says against a value, in sentences about what was written. */
import { allOf, eitherOf, nearest, printable } from '../text/index.ts';
import type { SchemaError, Validator } from './generated/validate.js';
import { hintAtSweep, hintAtValue, keyMeant, nested } from './habits.ts';
import { isWrittenNull } from './merge.ts';
import type { Finding } from './problems.ts';
import { escaped, type Resolved, type Trace, type Traces } from './resolve.ts';
import {
  expectation,
  formsOf,
  type JsonSchema,
  listedValues,
  mappingsOf,
  pathsOfKey,
  propertyOf,
  tagOf,
} from './schema.ts';
import type { Span } from './text-source.ts';
import { type Node, plain } from './tree.ts';

/** A mistake, and the value it makes unusable: a JSON pointer; undefined where it leaves the rest as it is. */
export interface Complaint extends Omit<Finding, 'at'> {
  readonly at: Span | null;
  readonly spoils: string | undefined;
  /** JSON pointer to the mapping whose key it is, or to the value itself */
  readonly within: string;
}

/** Every mistake once, whatever the number of schema errors it makes. */
export function complaints(resolved: Resolved, validate: Validator): Complaint[] {
  if (validate(resolved.value)) return [];
  const { traces } = resolved;
  const errors = (validate.errors ?? []).filter((error) => error.keyword !== 'anyOf');
  const found: Complaint[] = [];

  const unknown = errors.filter((error) => error.keyword === 'additionalProperties');
  const meant = new Set<string>(); // missing keys that stand there mistyped
  for (const error of unknown) {
    const key = String(error.params.additionalProperty);
    const complaint = unknownKey(error.instancePath, key, traces);
    if (complaint.suggestion !== undefined) meant.add(`${error.instancePath}/${escaped(complaint.suggestion)}`);
    found.push(complaint);
  }
  for (const error of errors) {
    if (error.keyword !== 'required') continue;
    const key = String(error.params.missingProperty);
    const pointer = `${error.instancePath}/${escaped(key)}`;
    const complaint = missingKey(error.instancePath, key, traces);
    found.push(meant.has(pointer) ? { ...complaint, kind: silent } : complaint);
  }
  const structural = new Set([...unknown, ...errors.filter(({ keyword }) => keyword === 'required')]);
  for (const error of errors) {
    if (structural.has(error)) continue;
    const pointer = valuePointer(error);
    const trace = traces.get(pointer);
    if (trace === undefined) continue; // a discriminator that is missing: said above
    // null or a mapping: not being null is no mistake where the mapping has one
    const isInside = (other: SchemaError) =>
      other.instancePath.startsWith(`${pointer}/`) || (structural.has(other) && other.instancePath === pointer);
    if (error.keyword === 'type' && errors.some(isInside)) continue;
    found.push(wrongValue(pointer, trace));
  }
  return withoutRepeats(found);
}

/** Marks a complaint that another one speaks for. */
export const silent = 'silent';

function withoutRepeats(all: Complaint[]): Complaint[] {
  const seen = new Set<string>();
  return all.filter(({ kind, path, spoils }) => {
    const key = kind === silent ? `${kind} ${spoils}` : `${kind} ${path}`;
    return !seen.has(key) && seen.add(key);
  });
}

function valuePointer(error: SchemaError): string {
  return error.keyword === 'discriminator' ? `${error.instancePath}/${error.params.tag}` : error.instancePath;
}

function unknownKey(pointer: string, key: string, traces: Traces): Complaint {
  const parent = traces.get(pointer) as Trace;
  const own = traces.get(`${pointer}/${escaped(key)}`);
  const at = own?.key ?? own?.place ?? parent.place;
  const path = printable(own?.path ?? key);
  const known = Object.keys(parent.mapping?.properties ?? {});
  const common = { at, kind: 'unknown key', path, allowed: known, spoils: undefined, within: pointer };

  const others = mappingsOf(parent.schema).filter((mapping) => propertyOf(mapping, key) !== undefined);
  const tag = tagOf(parent.schema);
  if (others.length > 0 && tag !== undefined && parent.mapping !== undefined) {
    const kindName = (mapping: JsonSchema) => String(propertyOf(mapping, tag)?.const);
    const owners = allOf(others.map((mapping) => `\`${kindName(mapping)}\``));
    const present = `${parent.path}.${tag} is \`${kindName(parent.mapping)}\``;
    return { ...common, sentence: `${path} has a meaning only for ${owners}, but ${present}.` };
  }
  const [start] = key.split('.');
  if (own !== undefined && key.includes('.') && known.includes(start as string)) {
    const written = printable(nested(key, shown(own.written)));
    return {
      ...common,
      sentence: `${path} is a key path, for the command line and sweeps; in a file write \`${written}\`.`,
    };
  }
  const meant = keyMeant(key);
  const slip = meant !== undefined && known.includes(meant) ? meant : nearest(key, known);
  const elsewhere = pathsOfKey(meant ?? key);
  const isSlip =
    slip !== undefined && (slip === meant || slip.toLowerCase() === key.toLowerCase() || elsewhere.length === 0);
  if (isSlip) {
    return { ...common, suggestion: slip, sentence: `${path} is not a known key. Did you mean \`${slip}\`?` };
  }
  if (elsewhere.length > 0) {
    const places = eitherOf(elsewhere.slice(0, 3).map((each) => `\`${each}\``));
    return { ...common, sentence: `${path} is not a known key here. Did you mean ${places}?` };
  }
  const list = allOf(known.map((each) => `\`${each}\``));
  const where = parent.path === '' ? 'The keys of an experiment' : `The keys of ${parent.path}`;
  return { ...common, sentence: `${path} is not a known key. ${where} are ${list}.` };
}

function missingKey(pointer: string, key: string, traces: Traces): Complaint {
  const parent = traces.get(pointer) as Trace;
  const schema = parent.mapping === undefined ? undefined : propertyOf(parent.mapping, key);
  const tagged = tagOf(parent.schema) === key ? mappingsOf(parent.schema) : [];
  const allowed = tagged.map((mapping) => String(propertyOf(mapping, key)?.const));
  const expected =
    schema !== undefined
      ? expectation(schema)
      : allowed.length > 0
        ? eitherOf(allowed.map((each) => `\`${each}\``))
        : '';
  const example = schema?.examples?.[0];
  const written = example === undefined || allowed.length > 0 ? '' : `, for example \`${key}: ${unquoted(example)}\``;
  return {
    at: parent.place,
    kind: `missing ${key}`,
    path: parent.path === '' ? key : `${parent.path}.${key}`,
    sentence: `${parent.path === '' ? 'The experiment' : parent.path} lacks \`${key}\`: ${expected}${written}.`,
    allowed,
    spoils: `${pointer}/${escaped(key)}`,
    within: pointer,
  };
}

function wrongValue(pointer: string, { written, path, schema, place }: Trace): Complaint {
  const allowed = listedValues(schema);
  const text = written.kind === 'scalar' && typeof written.value === 'string' ? written.value : undefined;
  const suggestion = text === undefined ? undefined : meantValue(text, allowed);
  const hint =
    suggestion !== undefined
      ? ` Did you mean \`${suggestion}\`?`
      : text !== undefined && isNumeric(text) && takesNumber(schema)
        ? ` Did you mean ${Number(text)}, without quotes?`
        : habitHint(written, schema, path, place);
  const is = isBlank(written) ? `${path} has no value` : `${path} is ${shown(written)}`;
  return {
    at: place,
    kind: 'value',
    path,
    sentence: `${is}; it must be ${expectation(schema)}.${hint}`,
    allowed,
    suggestion,
    spoils: pointer,
    within: pointer,
  };
}

function habitHint(written: Node, schema: JsonSchema, path: string, place: Span | null): string {
  const isArgument = place?.source.kind === 'argument';
  if (written.kind === 'list') return hintAtSweep(written.items.map(plain), schema, path, isArgument);
  if (written.kind !== 'scalar' || typeof written.value !== 'string') return '';
  return printable(hintAtValue(written.value, schema, path, isArgument));
}

/** The allowed value that a text stands for: YAML 1.1's words for true and false, or the nearest. */
function meantValue(text: string, allowed: readonly string[]): string | undefined {
  const word = text.toLowerCase();
  const truth = ['yes', 'on', 'y'].includes(word) ? 'true' : ['no', 'off', 'n'].includes(word) ? 'false' : '';
  return allowed.includes(truth) ? truth : nearest(text, allowed);
}

function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

function takesNumber(schema: JsonSchema): boolean {
  return formsOf(schema).some((form) => [form.type].flat().some((type) => type === 'integer' || type === 'number'));
}

/** Whether nothing was written after a key. */
function isBlank(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null && !isWrittenNull(node);
}

/** A value as a sentence names it. */
export function shown(node: Node): string {
  if (node.kind === 'map') return node.entries.size === 0 ? 'an empty mapping' : 'a mapping';
  const text = inline(plain(node));
  if (node.kind === 'list') return text.length > 40 ? `a list of ${node.items.length}` : text;
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
}

/** A value on one line, as YAML. */
export function inline(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).map(([key, item]) => `${key}: ${unquoted(item)}`);
    return `{ ${items.join(', ')} }`;
  }
  return printable(JSON.stringify(value));
}

/** The same, text without quotes. */
export function unquoted(value: unknown): string {
  return typeof value === 'string' ? value : inline(value);
}
