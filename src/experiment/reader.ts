/** Reads the texts of experiment files and follows `extends`, wherever the texts are. */
import { allOf } from '../text/index.ts';
import { decidingKeys } from './deciding-keys.ts';
import { merge } from './merge.ts';
import { parseTree } from './parse.ts';
import type { Findings } from './problems.ts';
import { experimentFileSchema, mappingsOf } from './schema.ts';
import type { Source, Span } from './text-source.ts';
import type { MapNode, Node } from './tree.ts';

/** Where texts are: in files, or at hand. */
export interface Texts {
  /** What all names of one text have in common. */
  identityOf(file: string): string;
  /** The name as a person would write it, fit to be printed. */
  shown(file: string): string;
  /** The file that `extends: path` in a file names. */
  extendedBy(file: string, path: string): string;
  /** The folder where paths in a file begin; without one, those in arguments. */
  directoryOf(file?: string): string;
  /** The folder that a path names which begins in another folder. */
  folderAt(path: string, folder: string): string;
  /** A path that begins in one folder, as one that begins in another; an absolute one as it is. */
  pathBetween(path: string, from: string, to: string): string;
  /** The text; or a sentence that says why it can't be had. */
  read(file: string): { readonly text: string } | { readonly refusal: string };
}

/** A file's text, and its tree with those it extends beneath it; `tree` is null where it can't be checked further. */
export interface ExperimentText {
  readonly file: string;
  readonly source: Source;
  readonly tree: MapNode | null;
  /** the files that it extends, as a person would write them, the nearest first */
  readonly extended: readonly string[];
}

/** Largest file that is read: a hundred times what an experiment needs, and what parses in a second. */
export const mostBytes = 256 * 1024;

/** Longest chain of files that extend one another. */
const mostExtended = 100;

/** Reads files, each once, however many extend it. */
export class Reader {
  readonly #texts: Texts;
  readonly #findings: Findings;
  readonly #read = new Map<string, ExperimentText>();

  constructor(texts: Texts, findings: Findings) {
    this.#texts = texts;
    this.#findings = findings;
  }

  /** `chain`: the files that led here by `extends`, outermost first; `at`: the place that named this one. */
  read(file: string, chain: readonly string[] = [], at?: Span): ExperimentText | null {
    const identity = this.#texts.identityOf(file);
    if (chain.includes(identity)) {
      const cycle = [...chain.slice(chain.indexOf(identity)), identity].map((each) => this.#texts.shown(each));
      const sentence = `Files extend one another in a circle: ${cycle.join(' → ')}. One of them must stand alone.`;
      this.#findings.add({ at: at ?? this.#texts.shown(file), kind: 'extends', path: 'extends', sentence });
      return null;
    }
    if (chain.length >= mostExtended) {
      const sentence = `More than ${mostExtended} files extend one another here, ${this.#texts.shown(chain[0] as string)} the first of them; let it extend fewer.`;
      this.#findings.add({ at: at ?? this.#texts.shown(file), kind: 'extends', path: 'extends', sentence });
      return null;
    }
    const known = this.#read.get(identity);
    if (known !== undefined) return known;
    const text = this.#textOf(file, chain, at);
    if (text === null) return null;
    const directory = this.#texts.directoryOf(file);
    const isQuotable = seemsExperiment(text);
    const source: Source = { kind: 'file', name: this.#texts.shown(file), text, directory, isQuotable };
    const own = this.#treeOf(source);
    if (own !== null) source.directory = this.#directoryOf(own, directory);
    const { tree, extended } =
      own === null ? { tree: null, extended: [] } : this.#extended(own, file, [...chain, identity]);
    const result = { file, source, tree, extended };
    this.#read.set(identity, result);
    return result;
  }

  #treeOf(source: Source): MapNode | null {
    const findings = this.#findings;
    const hasContent = source.text.split('\n').some((line) => /^\s*[^\s#]/.test(line));
    if (!hasContent) {
      const what = source.text.trim() === '' ? 'is empty' : 'holds only comments';
      const sentence = `The file ${what}. An experiment needs at least name, data and network; \`npm run init NAME\` writes one to start from.`;
      findings.add({ at: source.name, kind: 'empty', sentence });
      return null;
    }
    const tree = parseTree(source, findings);
    if (tree === null) return null;
    if (tree.kind === 'map' && (source.isQuotable !== false || areOfExperiment([...tree.entries.keys()]))) return tree;
    findings.add({ at: tree.at ?? source.name, kind: 'root', sentence: whyNoExperiment(tree) });
    return null;
  }

  #extended(own: MapNode, file: string, chain: readonly string[]): Pick<ExperimentText, 'tree' | 'extended'> {
    const entry = own.entries.get('extends');
    if (entry === undefined) return { tree: without('directory', own), extended: [] };
    const { value } = entry;
    const at = value.at ?? entry.key ?? undefined;
    if (value.kind !== 'scalar' || typeof value.value !== 'string' || value.value === '') {
      const sentence = 'extends must be the path of one experiment file, relative to this one.';
      this.#findings.add({ at: at ?? this.#texts.shown(file), kind: 'extends', path: 'extends', sentence });
      return { tree: null, extended: [] };
    }
    const base = this.read(this.#texts.extendedBy(file, value.value), chain, at);
    if (base === null || base.tree === null) return { tree: null, extended: [] };
    const over = without('extends', without('directory', own));
    const under = changesResult(over) ? without('description', base.tree) : base.tree;
    const tree = merge(under, over, experimentFileSchema) as MapNode;
    return { tree, extended: [base.source.name, ...base.extended] };
  }

  /** Where relative paths of a file begin that lies in `folder`. */
  #directoryOf({ entries }: MapNode, folder: string): string {
    const entry = entries.get('directory');
    if (entry === undefined) return folder;
    const { value } = entry;
    if (value.kind === 'scalar' && typeof value.value === 'string' && value.value !== '') {
      return this.#texts.folderAt(value.value, folder);
    }
    const sentence = 'directory must be the path of a folder, where relative paths in this file begin.';
    const at = value.at ?? entry.key;
    if (at !== null) this.#findings.add({ at, kind: 'directory', path: 'directory', sentence });
    return folder;
  }

  #textOf(file: string, chain: readonly string[], at: Span | undefined): string | null {
    const answer = this.#texts.read(file);
    if ('text' in answer) return answer.text;
    const shown = this.#texts.shown(file);
    const sentence = answer.refusal;
    if (at === undefined) this.#findings.add({ at: shown, kind: 'file', sentence });
    else {
      const trail = chain.map((each) => this.#texts.shown(each)).join(' extends ');
      const whole = `${trail} extends ${shown}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
      this.#findings.add({ at, kind: 'extends', path: 'extends', sentence: whole });
    }
    return null;
  }
}

/** Then what the file beneath says of itself is true no more. */
const changesResult = ({ entries }: MapNode): boolean => [...decidingKeys, 'sweep'].some((key) => entries.has(key));

function without(key: string, tree: MapNode): MapNode {
  return { ...tree, entries: new Map([...tree.entries].filter(([each]) => each !== key)) };
}

const knownKeys = Object.keys(mappingsOf(experimentFileSchema)[0]?.properties ?? {});
/** Those that files of many other kinds have, too: `data` a Kubernetes Secret, `name` a workflow. */
const commonKeys: readonly string[] = ['name', 'description', 'data'];
/** What hardly stands in a file of another kind. */
const ownWords =
  /\b(inputShape|kernelSize|embeddingDim|perImage|batchSize|learningRate|epochs|source["']?: *["']?mnist)\b/;
const extendsYaml = /^\ufeff?["']?extends["']?: *\S+\.ya?ml/m;

/** Whether these keys of a file, its outermost ones, are an experiment's, misspelled ones among them or not. */
function areOfExperiment(keys: readonly string[]): boolean {
  const known = keys.filter((key) => knownKeys.includes(key));
  return known.length >= 2 && known.some((key) => !commonKeys.includes(key));
}

/** Whether a text is taken for an experiment, whatever is wrong with it: if it isn't, it may be anything, a secret too. */
function seemsExperiment(text: string): boolean {
  const indent = /^\ufeff?( *)[^\s#%-]/m.exec(text)?.[1] ?? '';
  const line = new RegExp(`^\\ufeff?${indent}(?:{ *)?["']?(${knownKeys.join('|')})["']?:(?:\\s|$)`, 'gm');
  const keys = new Set([...text.matchAll(line)].map(([, key]) => key as string));
  return areOfExperiment([...keys]) || (keys.size > 0 && (ownWords.test(text) || extendsYaml.test(text)));
}

function whyNoExperiment(tree: Node): string {
  if (tree.kind !== 'map') return 'An experiment file is a mapping of keys, `name: …`, `network: …`.';
  const known = knownKeys.filter((key) => tree.entries.has(key));
  if (known.length === 0) return 'This is no experiment file: it has none of the keys of one, `name: …`, `network: …`.';
  const own = allOf(known.map((key) => `\`${key}\``));
  return `This seems to be no experiment file: of the keys of one it has only ${own}. One needs at least \`name\`, \`data: { source: mnist }\` and \`network\`.`;
}
