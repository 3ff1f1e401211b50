/** What was written, as a tree that knows where each part of it stands. */
import { isAlias, isMap, isScalar, isSeq, parseDocument, type YAMLError, type Node as YamlNode } from 'yaml';
import type { Findings } from './problems.ts';
import { positionOf, printable, type Source, type Span } from './text-source.ts';

export type Node = MapNode | ListNode | ScalarNode;
interface Written {
  /** where it stands; null for what nobody wrote: defaults, values given by code */
  readonly at: Span | null;
  /** set where a shorthand was written out: the shorthand */
  readonly shorthand?: Node;
}
export interface MapNode extends Written {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
}
export interface Entry {
  readonly key: Span | null;
  readonly value: Node;
  /** set by a key path, an override's or an axis's */
  readonly isAsked?: true;
}
export interface ListNode extends Written {
  readonly kind: 'list';
  readonly items: readonly Node[];
}
export interface ScalarNode extends Written {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

/** Most nodes that aliases may add: far more than a network needs, far fewer than a bomb makes. */
const mostAliasedNodes = 10_000;
/** Deepest nesting that is read. */
const deepest = 100;

/**
 * Parses YAML 1.2. `start` and `end` bound it within the source. Everything that is wrong is added to the findings;
 * null where what is left isn't worth checking.
 */
export function parseTree(source: Source, findings: Findings, start = 0, end = source.text.length): Node | null {
  const span = (range: readonly number[] | null | undefined): Span => ({
    source,
    start: start + (range?.[0] ?? 0),
    end: start + (range?.[1] ?? 0),
  });
  const document = parseDocument(source.text.slice(start, end), {
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false, // checked below, in linear time
    resolveKnownTags: false,
    version: '1.2',
    logLevel: 'error',
  });

  const version = document.directives?.yaml;
  if (version?.explicit && version.version !== '1.2') {
    const at = Math.max(0, source.text.search(/^%YAML/m));
    const sentence = `This asks for YAML ${version.version}; experiment files are YAML 1.2. Remove the line.`;
    findings.add({ at: { source, start: at, end: endOfLine(source, at) }, kind: 'yaml', sentence });
    return null;
  }
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const broken = errors.find((error) => error.code !== 'TAG_RESOLVE_FAILED'); // it makes others: one is enough
  if (broken !== undefined) {
    findings.add({ at: span(broken.pos), kind: 'yaml', sentence: syntaxSentence(broken) });
    return null;
  }
  const tags = errors.filter((error) => error.code === 'TAG_RESOLVE_FAILED');
  for (const { pos } of tags) {
    const sentence = 'Tags (words that begin with `!`) have no meaning here. Remove it.';
    findings.add({ at: span(pos), kind: 'yaml', sentence });
  }
  if (tags.length > 0) return null; // what they tag was read as text

  const anchors = new Map<string, YamlNode>();
  const open = new Set<YamlNode>();
  let aliased = 0;
  let outermost: Span | undefined;
  let refused = false;
  const refuse = (at: Span, sentence: string): ScalarNode => {
    if (!refused) findings.add({ at, kind: 'yaml', sentence });
    refused = true;
    return { kind: 'scalar', value: null, at };
  };

  const convert = (node: unknown, fallback: Span): Node => {
    if (outermost !== undefined) aliased++;
    if (isAlias(node)) {
      const at = span(node.range);
      const aim = anchors.get(node.source);
      if (aim === undefined) return refuse(at, `No anchor \`&${printable(node.source)}\` stands before this.`);
      if (open.has(aim)) return refuse(at, 'This alias stands inside what it repeats, so it has no end.');
      const isOutermost = outermost === undefined;
      outermost ??= at;
      if (aliased > mostAliasedNodes) {
        return refuse(outermost, `Aliases repeat more than ${mostAliasedNodes} values; this one exceeds it.`);
      }
      const value = convert(aim, at);
      if (isOutermost) outermost = undefined;
      return value;
    }
    if (open.size > deepest) return refuse(fallback, `This is nested more than ${deepest} deep.`);
    if (isMap(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      open.add(node);
      const entries = new Map<string, Entry>();
      for (const pair of node.items) {
        const keyNode = pair.key as { value: unknown; range?: number[] };
        const key = String(keyNode.value);
        const at = span(keyNode.range);
        const earlier = entries.get(key)?.key;
        if (earlier) {
          const sentence = `\`${printable(key)}\` is given twice, first on line ${positionOf(earlier).line}. Keep one.`;
          findings.add({ at, kind: 'yaml', sentence });
          continue;
        }
        if (key === '<<') {
          const sentence = 'Merge keys (`<<`) are not YAML 1.2. Write the keys out, or use `extends`.';
          findings.add({ at, kind: 'yaml', sentence });
          continue;
        }
        entries.set(key, { key: at, value: convert(pair.value, at) });
        if (refused) break;
      }
      open.delete(node);
      return { kind: 'map', entries, at: span(node.range) };
    }
    if (isSeq(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      open.add(node);
      const items: Node[] = [];
      for (const item of node.items) {
        items.push(convert(item, fallback));
        if (refused) break;
      }
      open.delete(node);
      return { kind: 'list', items, at: span(node.range) };
    }
    if (isScalar(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      const at = span(node.range);
      return { kind: 'scalar', value: node.value as ScalarNode['value'], at: at.end > at.start ? at : fallback };
    }
    return { kind: 'scalar', value: null, at: fallback };
  };
  const tree = convert(document.contents, { source, start, end });
  return refused ? null : tree;
}

function syntaxSentence(error: YAMLError): string {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'A tab indents this line; YAML indents with spaces.';
    case 'MULTIPLE_DOCS':
      return 'A second document begins here; an experiment file holds one. Write the other into a file of its own.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return "A mapping can't begin here, after a key on the same line. Put it on lines of its own, or quote the text.";
    case 'MULTILINE_IMPLICIT_KEY':
      return 'A key needs a colon and a space after it: `key: value`.';
    case 'NON_STRING_KEY':
      return 'A key must be a word, not a mapping or a list.';
    case 'RESOURCE_EXHAUSTION':
      return 'This is nested too deep.';
    case 'BAD_DIRECTIVE':
      return 'This directive has no meaning here. Remove the line.';
    default:
      return `This is not valid YAML: ${printable(error.message)}.`;
  }
}

function endOfLine(source: Source, from: number): number {
  const end = source.text.indexOf('\n', from);
  return end < 0 ? source.text.length : end;
}

/** A value as a tree. Keys with undefined values are left out. */
export function treeOf(value: unknown, at: Span | null = null): Node {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => treeOf(item, at)), at };
  if (typeof value === 'object' && value !== null) {
    const given = Object.entries(value).filter(([, item]) => item !== undefined);
    return {
      kind: 'map',
      entries: new Map(given.map(([key, item]) => [key, { key: at, value: treeOf(item, at) }])),
      at,
    };
  }
  return { kind: 'scalar', value: value as ScalarNode['value'], at };
}

/** A tree as a plain value. */
export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  const object: Record<string, unknown> = {};
  for (const [key, { value }] of node.entries) setOwn(object, key, plain(value));
  return object;
}

/** Sets a key as its own, `__proto__` too. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}
