/**
 * What a file's `sweep` says: which key paths take which values. `trials.ts` makes the trials of it.
 *
 *   grid  { a: [1, 2], b: [3, 4] }         two dimensions, each option sets one key path
 *   zip   [{ c: 5, d: 6 }, { c: 7, d: 8 }] one more, the fastest; each option sets all of them
 */

import { allOf, canonicalJson, formatCount, isWithin, keyOf, nearest, printable } from '../text/index.ts';
import { complaints, inline, shown, silent, unquoted } from './check.ts';
import { decidingKeys } from './deciding-keys.ts';
import { validateSweep } from './generated/validate.js';
import { type Step, spanOf, stepsOf, tooManySteps } from './key-path.ts';
import type { Findings } from './problems.ts';
import { escaped, type Resolved, resolve } from './resolve.ts';
import { experimentFileSchema, propertyOf } from './schema.ts';
import type { Axis, Dimension, Exclusion, Option, Setting, Sweep, WrittenBudget } from './sweep-parts.ts';
import type { Span } from './text-source.ts';
import { type ListNode, type MapNode, type Node, plain } from './tree.ts';

/** Most trials of one sweep: checking them takes a few seconds. */
export const mostTrials = 10_000;

/** Most key paths that trials differ in: each is laid over every trial. */
const mostAxes = 100;

/**
 * Reads a sweep and adds all that is wrong with it itself to the findings; what is left can still be used to look for
 * mistakes in the trials. Null where there is nothing to vary. `whole` is where to point when nothing nearer was
 * written.
 */
export function readSweep(node: Node, findings: Findings, whole: Span): Sweep | null {
  const resolved = resolve(node, propertyOf(experimentFileSchema, 'sweep') ?? {}, 'sweep');
  if (resolved.value === null) return null;
  const place = (pointer: string): Span => resolved.traces.get(pointer)?.place ?? whole;
  const refuse: Refuse = (at, kind, sentence) => {
    findings.add({ at: at ?? whole, kind, path: 'sweep', sentence: printable(sentence) });
  };
  const isShaped = checkShape(resolved, findings, whole);
  if (node.kind !== 'map') return null;

  const dimensions = distinctAxes([...gridOf(node, refuse), ...zipOf(node, refuse)], refuse);
  if (isShaped && dimensions.length === 0 && !hasAxes(node)) {
    refuse(place(''), 'no axis', 'sweep varies nothing; give it a grid, for example `grid: { seed: [1, 2, 3] }`.');
  }
  const at = place(node.entries.has('grid') ? '/grid' : '/zip');
  const axes = dimensions.reduce((count, { axes }) => count + axes.length, 0);
  if (axes > mostAxes) {
    refuse(
      at,
      'too many',
      `sweep varies ${formatCount(axes)} key paths; ${mostAxes} are the most. Split it into several files.`,
    );
    return null;
  }
  const exclusions = exclusionsOf(node, dimensions, refuse);
  const budget = isShaped ? budgetOf(node, resolved, refuse, place) : null;
  return { dimensions, exclusions, budget, at, excludeAt: place('/exclude') };
}

type Refuse = (at: Span | null, kind: string, sentence: string) => void;

/** The schema, with better words where a list of values is missing. */
function checkShape(resolved: Resolved, findings: Findings, whole: Span): boolean {
  const found = complaints(resolved, validateSweep);
  for (const { at, spoils, within: _, ...complaint } of found) {
    if (complaint.kind === silent) continue;
    const written = spoils === undefined ? undefined : resolved.traces.get(spoils)?.written;
    const remedy = written === undefined ? '' : remedyFor(spoils as string, written);
    findings.add({ at: at ?? whole, ...complaint, sentence: complaint.sentence + printable(remedy) });
  }
  return found.length === 0;
}

/** How to write the list that something else was written for; `pointer` is its place in the sweep. */
function remedyFor(pointer: string, written: Node): string {
  if (written.kind === 'list') return '';
  const [, part, key] = pointer.split('/');
  if (part === 'grid' && key !== undefined) {
    if (written.kind === 'scalar') return ` Write [${unquoted(written.value)}].`;
    const [inner, value] = innermost(written);
    const values = value?.kind === 'list' ? inline(plain(value)) : '[…]';
    return ` Write the key path with points: \`${[key, ...inner].join('.')}: ${values}\`.`;
  }
  if (part === 'zip' && key === undefined && written.kind === 'map') {
    const first = [...written.entries].map(([name, { value }]) => {
      return `${name}: ${unquoted(plain(value.kind === 'list' ? (value.items[0] ?? value) : value))}`;
    });
    return ` Write one for each setting: \`[{ ${first.join(', ')} }, …]\`.`;
  }
  return '';
}

/** The keys to the first value within mappings, and it. */
function innermost(node: MapNode): [keys: string[], value: Node | undefined] {
  for (const [key, { value }] of node.entries) {
    if (value.kind !== 'map') return [[key], value];
    const [inner, found] = innermost(value);
    return [[key, ...inner], found];
  }
  return [[], undefined];
}

function entriesOf(node: MapNode, key: string): MapNode['entries'] {
  const value = node.entries.get(key)?.value;
  return value?.kind === 'map' ? value.entries : new Map();
}

function itemsOf(node: MapNode, key: string): { item: MapNode; index: number }[] {
  const value = node.entries.get(key)?.value;
  const items = value?.kind === 'list' ? value.items : [];
  return items.flatMap((item, index) => (item.kind === 'map' && item.entries.size > 0 ? [{ item, index }] : []));
}

function hasAxes(node: MapNode): boolean {
  return entriesOf(node, 'grid').size > 0 || itemsOf(node, 'zip').length > 0;
}

function gridOf(node: MapNode, refuse: Refuse): Dimension[] {
  return [...entriesOf(node, 'grid')].flatMap(([key, { key: at, value }]) => {
    const axis = axisOf(key, at, 'grid', refuse);
    if (axis === null || value.kind !== 'list' || value.items.length === 0) return [];
    const options = distinct(value, `sweep.grid.${axis.key}`, refuse).map((item) => [{ axis, value: item }]);
    return [{ axes: [axis], options }];
  });
}

/** The values of a list, each once. */
function distinct({ items }: ListNode, name: string, refuse: Refuse): Node[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = canonical(item);
    if (seen.has(text)) refuse(item.at, 'twice', `${name} has ${inline(plain(item))} twice; remove one.`);
    return !seen.has(text) && seen.add(text);
  });
}

function zipOf(node: MapNode, refuse: Refuse): Dimension[] {
  const items = itemsOf(node, 'zip');
  const axes = new Map<string, Axis>();
  const seen = new Map<string, number>();
  const options: Option[] = [];
  for (const { item, index } of items) {
    const option: Setting[] = [];
    for (const [key, { key: at, value }] of item.entries) {
      const written = axisOf(key, at, 'zip', refuse);
      if (written === null) continue;
      const axis = axes.get(written.key) ?? written;
      if (option.some((setting) => setting.axis === axis)) {
        refuse(at, 'overlap', `${axis.key} is set twice by sweep.zip[${index}]; keep one.`);
        continue;
      }
      if (options.length === 0) axes.set(axis.key, axis);
      option.push({ axis, value });
    }
    const keys = option.map(({ axis }) => axis.key);
    const lacking = [...axes.keys()].filter((key) => !keys.includes(key));
    const more = keys.filter((key) => !axes.has(key));
    if (lacking.length > 0 || more.length > 0) {
      const difference = lacking.length > 0 ? `lacks ${allOf(lacking)}` : `sets ${allOf(more)} too`;
      const sentence = `sweep.zip[${index}] ${difference}; each entry of sweep.zip sets the same key paths as the first one.`;
      refuse(item.at, 'zip keys', sentence);
      continue;
    }
    const text = canonical(item);
    const first = seen.get(text);
    if (first !== undefined) {
      refuse(item.at, 'twice', `sweep.zip[${index}] is the same as sweep.zip[${first}]; remove one.`);
      continue;
    }
    seen.set(text, index);
    options.push([...axes.values()].map((axis) => option.find((setting) => setting.axis === axis) as Setting));
  }
  return options.length === 0 || axes.size === 0 ? [] : [{ axes: [...axes.values()], options }];
}

/** Why a key that decides no result isn't swept, and what to do instead. */
function whyNotSwept(key: string): string {
  switch (key) {
    case 'extends':
      return 'a file is laid over another before it is swept; name several files on the command line';
    case 'sweep':
      return 'a sweep has no sweeps within; list every key path under sweep.grid';
    case 'engine':
      return 'it decides no result, so that all trials would be one experiment; run the file with engine=wasm, then with engine=tfjs and --again, and compare the runs';
    default:
      return 'it decides no result, so that all trials would be one experiment; set it for all of them';
  }
}

/** What trials may differ in: what decides a result, and the name. */
const sweptKeys: readonly string[] = [...decidingKeys, 'name'];

function axisOf(key: string, at: Span | null, part: Axis['part'], refuse: Refuse): Axis | null {
  const isAsWritten = at !== null && at.source.text.slice(at.start, at.end) === key; // no quotes, no escapes
  const placeOf = (start: number, end: number): Span =>
    isAsWritten ? { source: at.source, start: at.start + start, end: at.start + end } : (at as Span);
  const steps = stepsOf(key, placeOf);
  if (steps.some(({ name }) => name === '')) {
    const sentence = `"${key}" is no key path: a key is missing in it. Write it like network.blocks.0.filters.`;
    refuse(at, 'key path', sentence);
    return null;
  }
  const tooLong = tooManySteps(steps);
  if (tooLong !== undefined) {
    refuse(at, 'key path', tooLong);
    return null;
  }
  const [first] = steps as [Step];
  if (propertyOf(experimentFileSchema, first.name) !== undefined && !sweptKeys.includes(first.name)) {
    refuse(at, 'not swept', `${key} can't be an axis of a sweep: ${whyNotSwept(first.name)}.`);
    return null;
  }
  return { key: keyOf(key), pointer: `/${keyOf(key).replaceAll('.', '/')}`, steps, part };
}

/** The dimensions whose key paths aren't set by an earlier one too, as a whole or in part. */
function distinctAxes(dimensions: readonly Dimension[], refuse: Refuse): Dimension[] {
  const taken: Axis[] = [];
  return dimensions.filter(({ axes }) => {
    let isFree = true;
    for (const axis of axes) {
      const other = taken.find((each) => isWithin(each.key, axis.key) || isWithin(axis.key, each.key));
      taken.push(axis);
      if (other === undefined) continue;
      isFree = false;
      const places = `sweep.${other.part} and sweep.${axis.part}`;
      const where = other.part !== axis.part ? places : `sweep.${axis.part}`;
      const outer = isWithin(other.key, axis.key) ? other : axis;
      const sentence =
        other.key === axis.key
          ? `${axis.key} is set twice, by ${where}; keep one.`
          : `${axis.key} and ${other.key} are both set by ${where}, but one is a part of the other; write its value into those of ${outer.key}.`;
      refuse(spanOf(axis.steps), 'overlap', sentence);
    }
    return isFree;
  });
}

function exclusionsOf(node: MapNode, dimensions: readonly Dimension[], refuse: Refuse): Exclusion[] {
  if (dimensions.length === 0) return [];
  const listed = listingsOf(dimensions);
  const inSweep = [entriesOf(node, 'grid'), ...itemsOf(node, 'zip').map(({ item }) => item.entries)];
  const written = new Set(inSweep.flatMap((entries) => [...entries.keys()].map(keyOf)));
  return itemsOf(node, 'exclude').flatMap(({ item, index }) => {
    const name = `sweep.exclude[${index}]`;
    const exclusion = new Map<number, ReadonlySet<Option>>();
    let isKnown = true;
    for (const [key, { key: at, value }] of item.entries) {
      const listing = listed.get(keyOf(key));
      const options = listing?.options.get(canonical(value));
      if (listing !== undefined && options !== undefined) {
        const others = exclusion.get(listing.dimension);
        const both = others === undefined ? options : new Set([...options].filter((option) => others.has(option)));
        exclusion.set(listing.dimension, both);
        continue;
      }
      isKnown = false;
      if (listing !== undefined) {
        const values = listing.shown.length > 8 ? `${listing.shown.slice(0, 8).join(', ')} …` : allOf(listing.shown);
        refuse(value.at, 'no match', `${name} wants ${key} to be ${shown(value)}, but its values are ${values}.`);
      } else if (!written.has(keyOf(key))) {
        // else what is wrong with that axis has been said
        const hint = axisMeant(key, value, [...listed.keys()]);
        refuse(at, 'no axis', `${name} names ${key}, which is no axis of this sweep. ${hint}`);
      }
    }
    if (!isKnown) return [];
    if ([...exclusion.values()].some(({ size }) => size === 0)) {
      refuse(item.at, 'no match', `${name} matches no trial: no entry of sweep.zip has these values together.`);
      return [];
    }
    return [[...exclusion]];
  });
}

/** An axis as exclusions look it up. */
interface Listing {
  readonly dimension: number;
  /** value as text → the options that have it */
  readonly options: ReadonlyMap<string, ReadonlySet<Option>>;
  /** its values as sentences name them */
  readonly shown: readonly string[];
}

/** By key path. */
function listingsOf(dimensions: readonly Dimension[]): Map<string, Listing> {
  const listings = dimensions.flatMap(({ axes, options }, dimension) =>
    axes.map((axis, nth): [string, Listing] => {
      const valueIn = (option: Option): Node => (option[nth] as Setting).value;
      const groups = Map.groupBy(options, (option) => canonical(valueIn(option)));
      const sets = [...groups].map(([text, group]): [string, Set<Option>] => [text, new Set(group)]);
      const shown = [...groups.values()].map(([option]) => inline(plain(valueIn(option as Option))));
      return [axis.key, { dimension, options: new Map(sets), shown }];
    }),
  );
  return new Map(listings);
}

/** Which axis a key was meant to be. */
function axisMeant(key: string, value: Node, keys: readonly string[]): string {
  const dotted = value.kind === 'map' ? [key, ...innermost(value)[0]].join('.') : undefined;
  const meant = dotted !== undefined && keys.includes(dotted) ? dotted : nearest(key, keys);
  if (meant !== undefined) return `Did you mean \`${meant}\`?`;
  return `Its axes are ${allOf(keys.map((each) => `\`${each}\``))}.`;
}

function budgetOf(
  node: MapNode,
  { value, traces }: Resolved,
  refuse: Refuse,
  place: (pointer: string) => Span,
): WrittenBudget | null {
  const entry = node.entries.get('budget');
  if (entry?.value.kind !== 'map') return null;
  const budget = (value as { budget: Omit<WrittenBudget, 'at' | 'maxNode'> }).budget;
  const { min, max } = budget;
  if (max !== null && min > max) {
    refuse(place('/budget/min'), 'budget', `sweep.budget.min is ${min}, but its max is ${max}; use ${max} or less.`);
  }
  const maxNode = max === null ? undefined : traces.get(`/budget/${escaped('max')}`)?.written;
  const at = { whole: entry.key ?? place('/budget'), min: place('/budget/min'), monitor: place('/budget/monitor') };
  return { ...budget, maxNode, at };
}

/** A value as text that is the same for the same value, whatever the order of its keys. */
const canonical = (node: Node): string => canonicalJson(plain(node));
