/** What is wrong with configuration: collected, then reported all at once. */
import { InputError } from '../errors/index.ts';
import { plural, printable } from '../text/index.ts';
import { codeFrame, locationOf, positionOf, type Span } from './text-source.ts';

/** One mistake. */
export interface Problem {
  /** the file as a person would write it; undefined for an argument */
  readonly file: string | undefined;
  /** the whole argument; undefined for a file */
  readonly argument: string | undefined;
  /** from 1; undefined where the file as a whole is meant */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** the value's place in the experiment, e.g. `network.blocks[2].kernelSize`; empty where there is none */
  readonly path: string;
  /** what is wrong and what would be right */
  readonly sentence: string;
  /** the values or keys that are allowed, where they can be listed */
  readonly allowed: readonly string[];
  /** the known key or value that was probably meant */
  readonly suggestion: string | undefined;
  /** the lines around it, the part marked; empty where there are none */
  readonly frame: string;
}

/** A mistake as found: where, and what. */
export interface Finding {
  /** a place in a text, or a file as a whole */
  readonly at: Span | string;
  /** what kind of mistake: the same kind at the same place is one mistake */
  readonly kind: string;
  readonly path?: string;
  readonly sentence: string;
  readonly allowed?: readonly string[];
  readonly suggestion?: string | undefined;
}

/** Findings of all files and arguments, each once; sorted: files, then arguments, by place within each. */
export class Findings {
  readonly #byKey = new Map<string, Finding>();
  readonly #texts = new Map<unknown, number>();

  add(finding: Finding): void {
    const { at, kind } = finding;
    const key = typeof at === 'string' ? `${at}\n${kind}` : `${this.#number(at.source)}:${at.start}:${at.end}\n${kind}`;
    if (typeof at === 'string') this.#number(at);
    if (!this.#byKey.has(key)) this.#byKey.set(key, finding);
  }

  get size(): number {
    return this.#byKey.size;
  }

  sorted(): Finding[] {
    const order = ({ at }: Finding): [number, number] => {
      if (typeof at === 'string') return [this.#number(at), -1];
      const textNumber = this.#number(at.source);
      return [at.source.kind === 'file' ? textNumber : this.#texts.size + textNumber, at.start];
    };
    return [...this.#byKey.values()]
      .map((finding) => ({ finding, order: order(finding) }))
      .sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1])
      .map(({ finding }) => finding);
  }

  /** Texts are numbered in the order in which they were first found wrong. */
  #number(text: unknown): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, this.#texts.size);
    return this.#texts.size - 1;
  }
}

/** Most problems that a report prints; the rest are counted. */
const mostPrinted = 50;

/** Everything that is wrong with the experiment files and arguments given. Its message is the whole report. */
export class ConfigurationError extends InputError {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly Problem[];
  /** the report with terminal colours */
  readonly colored: string;

  constructor(findings: readonly Finding[]) {
    super(report(findings, plain));
    this.colored = report(findings, colors);
    this.problems = findings.map(toProblem);
  }
}

function toProblem({ at, path = '', sentence, allowed = [], suggestion }: Finding): Problem {
  const common = { path, sentence, allowed, suggestion };
  if (typeof at === 'string') {
    return { file: at, argument: undefined, line: undefined, column: undefined, ...common, frame: '' };
  }
  const isFile = at.source.kind === 'file';
  return {
    file: isFile ? at.source.name : undefined,
    argument: isFile ? undefined : at.source.text,
    ...positionOf(at),
    ...common,
    get frame() {
      return codeFrame(at);
    },
  };
}

/** How the parts of a report are painted. */
type Paint = Readonly<Record<'bold' | 'red' | 'dim', (text: string) => string>>;

const plain: Paint = { bold: (text) => text, red: (text) => text, dim: (text) => text };
const colors: Paint = {
  bold: (text) => `\u001b[1m${text}\u001b[22m`,
  red: (text) => `\u001b[31m${text}\u001b[39m`,
  dim: (text) => `\u001b[2m${text}\u001b[22m`,
};

function report(findings: readonly Finding[], { bold, red, dim }: Paint): string {
  const printed = findings.slice(0, mostPrinted).map(({ at, sentence }) => {
    const location = typeof at === 'string' ? at : locationOf(at);
    const lines = typeof at === 'string' ? '' : codeFrame(at, red, dim);
    const frame = lines === '' ? '' : `\n\n${lines}`;
    return `${bold(printable(location))}\n  ${printable(sentence)}${frame}\n`;
  });
  if (findings.length > mostPrinted) printed.push(`… and ${findings.length - mostPrinted} more.\n`);
  return `${printed.join('\n')}\n${summary(findings)}`;
}

/** `2 problems in 1 file.` */
function summary(findings: readonly Finding[]): string {
  const files = new Set<unknown>();
  const texts = new Set<unknown>();
  for (const { at } of findings) {
    if (typeof at === 'string') files.add(at);
    else (at.source.kind === 'file' ? files : texts).add(at.source.kind === 'file' ? at.source.name : at.source);
  }
  const places = [
    ...(files.size > 0 ? [plural(files.size, 'file')] : []),
    ...(texts.size > 0 ? [plural(texts.size, 'argument')] : []),
  ];
  return `${plural(findings.length, 'problem')} in ${places.join(' and ')}.`;
}
