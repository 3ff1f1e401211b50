/** YAML 1.2 → tree. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
  type Node as YamlNode,
} from 'yaml';
import type { Findings } from './problems.ts';
import { positionOf, quoted, type Source, type Span } from './text-source.ts';
import type { Entry, ListNode, MapNode, Node, ScalarNode } from './tree.ts';

/** Most nodes that aliases may add: far more than a network needs, far fewer than a bomb makes. */
const mostAliasedNodes = 10_000;
/** Deepest nesting that is read. */
const deepest = 100;

/** Where a node of the document stands. */
type SpanOf = (range: readonly number[] | null | undefined) => Span;

/**
 * Parses YAML 1.2. `start` and `end` bound it within the source. Everything that is wrong is added to the findings;
 * null where what is left isn't worth checking.
 */
export function parseTree(source: Source, findings: Findings, start = 0, end = source.text.length): Node | null {
  const spanOf: SpanOf = (range) => ({
    source,
    start: start + (range?.[0] ?? 0),
    end: start + (range?.[1] ?? 0),
  });
  const document = documentOf(source.text.slice(start, end));
  if (document === null) {
    findings.add({ at: { source, start, end: start + 1 }, kind: 'yaml', sentence: tooDeep });
    return null;
  }
  if (!isSound(document, source, spanOf, findings)) return null;
  return new Converter(spanOf, findings).tree(document.contents, { source, start, end });
}

/** What is deeply nested and not closed has an error for each level: without a stack trace it takes a tenth of the time. null: nested too deep. */
function documentOf(text: string): Document.Parsed | null {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(text, {
      prettyErrors: false,
      stringKeys: true,
      uniqueKeys: false, // checked below, in linear time
      resolveKnownTags: false,
      version: '1.2',
      logLevel: 'error',
    });
  } catch (error) {
    if (error instanceof RangeError) return null; // the parser's own recursion
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Whether the document is YAML 1.2 as we read it; what isn't is added to the findings. */
function isSound(document: Document.Parsed, source: Source, spanOf: SpanOf, findings: Findings): boolean {
  const version = document.directives?.yaml;
  if (version?.explicit && version.version !== '1.2') {
    const at = Math.max(0, source.text.search(/^%YAML/m));
    const sentence = `This asks for YAML ${version.version}; experiment files are YAML 1.2. Remove the line.`;
    findings.add({ at: { source, start: at, end: endOfLine(source, at) }, kind: 'yaml', sentence });
    return false;
  }
  const errors = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const broken = errors.find((error) => error.code !== 'TAG_RESOLVE_FAILED'); // it makes others: one is enough
  if (broken !== undefined) {
    findings.add({ at: spanOf(broken.pos), kind: 'yaml', sentence: syntaxSentence(broken, source) });
    return false;
  }
  const tags = errors.filter((error) => error.code === 'TAG_RESOLVE_FAILED');
  for (const { pos } of tags) {
    const sentence = 'Tags (words that begin with `!`) have no meaning here. Remove it.';
    findings.add({ at: spanOf(pos), kind: 'yaml', sentence });
  }
  return tags.length === 0; // what they tag was read as text
}

/** Makes a tree of a document, aliases written out. */
class Converter {
  readonly #spanOf: SpanOf;
  readonly #findings: Findings;
  readonly #anchors = new Map<string, YamlNode>();
  /** the collections that the node under way lies in */
  readonly #open = new Set<YamlNode>();
  #aliased = 0;
  /** the alias that what is under way was written for */
  #outermost: Span | undefined;
  #isRefused = false;

  constructor(spanOf: SpanOf, findings: Findings) {
    this.#spanOf = spanOf;
    this.#findings = findings;
  }

  /** null where something was refused that leaves no tree; `whole` is where to point when nothing nearer is written. */
  tree(contents: unknown, whole: Span): Node | null {
    const tree = this.#convert(contents, whole);
    return this.#isRefused ? null : tree;
  }

  #convert(node: unknown, fallback: Span): Node {
    if (this.#outermost !== undefined) this.#aliased++;
    if (isAlias(node)) return this.#aliasOf(node);
    if (this.#open.size > deepest) return this.#refuse(fallback, `This is nested more than ${deepest} deep.`);
    if (isMap(node)) return this.#within(node, () => this.#mapOf(node));
    if (isSeq(node)) return this.#within(node, () => this.#listOf(node, fallback));
    if (isScalar(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
      const at = this.#spanOf(node.range);
      return { kind: 'scalar', value: node.value as ScalarNode['value'], at: at.end > at.start ? at : fallback };
    }
    return { kind: 'scalar', value: null, at: fallback };
  }

  #aliasOf(node: Alias): Node {
    const at = this.#spanOf(node.range);
    const aim = this.#anchors.get(node.source);
    if (aim === undefined)
      return this.#refuse(at, `No anchor \`&${quoted(at.source, node.source)}\` stands before this.`);
    if (this.#open.has(aim)) return this.#refuse(at, 'This alias stands inside what it repeats, so it has no end.');
    const isOutermost = this.#outermost === undefined;
    this.#outermost ??= at;
    if (this.#aliased > mostAliasedNodes) {
      const sentence = `Aliases repeat more than ${mostAliasedNodes} values; this one exceeds it.`;
      return this.#refuse(this.#outermost, sentence);
    }
    const value = this.#convert(aim, at);
    if (isOutermost) this.#outermost = undefined;
    return value;
  }

  #within<Kind extends Node>(node: YAMLMap | YAMLSeq, convert: () => Kind): Kind {
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const result = convert();
    this.#open.delete(node);
    return result;
  }

  #mapOf(node: YAMLMap): MapNode {
    const entries = new Map<string, Entry>();
    for (const pair of node.items) {
      const keyNode = pair.key as { value: unknown; range?: number[] };
      const key = String(keyNode.value);
      const at = this.#spanOf(keyNode.range);
      const earlier = entries.get(key)?.key;
      if (earlier) {
        const sentence = `\`${quoted(at.source, key)}\` is given twice, first on line ${positionOf(earlier).line}. Keep one.`;
        this.#findings.add({ at, kind: 'yaml', sentence });
        continue;
      }
      if (key === '<<') {
        const sentence = 'Merge keys (`<<`) are not YAML 1.2. Write the keys out, or use `extends`.';
        this.#findings.add({ at, kind: 'yaml', sentence });
        continue;
      }
      entries.set(key, { key: at, value: this.#convert(pair.value, at) });
      if (this.#isRefused) break;
    }
    return { kind: 'map', entries, at: this.#spanOf(node.range) };
  }

  #listOf(node: YAMLSeq, fallback: Span): ListNode {
    const items: Node[] = [];
    for (const item of node.items) {
      items.push(this.#convert(item, fallback));
      if (this.#isRefused) break;
    }
    return { kind: 'list', items, at: this.#spanOf(node.range) };
  }

  #refuse(at: Span, sentence: string): ScalarNode {
    if (!this.#isRefused) this.#findings.add({ at, kind: 'yaml', sentence });
    this.#isRefused = true;
    return { kind: 'scalar', value: null, at };
  }
}

const tooDeep = 'This is nested too deep.';

function syntaxSentence(error: YAMLError, source: Source): string {
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
      return tooDeep;
    case 'BAD_DIRECTIVE':
      return 'This directive has no meaning here. Remove the line.';
    default:
      return `This is not valid YAML: ${quoted(source, error.message)}.`;
  }
}

function endOfLine(source: Source, from: number): number {
  const end = source.text.indexOf('\n', from);
  return end < 0 ? source.text.length : end;
}
