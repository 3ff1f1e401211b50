/** What other tools' habits are here: keys, numbers and lists as people write them elsewhere, and what is right. */
import { partsOf } from '../text/index.ts';
import { decidingKeys } from './deciding-keys.ts';
import { allKeyPaths, formsOf, itemOf, type JsonSchema, listedValues } from './schema.ts';

/** Names of keys in other tools, in lower case and without `_` and `-`. */
const otherNames: Readonly<Record<string, string>> = {
  lr: 'learningRate',
  wd: 'weightDecay',
  bs: 'batchSize',
  minibatchsize: 'batchSize',
  numepochs: 'epochs',
  nepochs: 'epochs',
  maxepochs: 'epochs',
  niter: 'epochs',
  randomseed: 'seed',
  manualseed: 'seed',
  randomstate: 'seed',
  lossfn: 'loss',
  criterion: 'loss',
  embeddingsize: 'embeddingDim',
  embdim: 'embeddingDim',
  dropoutrate: 'dropout',
  stride: 'strides',
  gradclip: 'globalClipNorm',
  clipnorm: 'globalClipNorm',
  lrscheduler: 'schedule',
  scheduler: 'schedule',
  valsplit: 'validation',
  validationsplit: 'validation',
};

/** Our key for a name that is another tool's, or spelled as other tools do: `batch_size`. */
export function keyMeant(name: string): string | undefined {
  const bare = name.toLowerCase().replaceAll(/[_-]/g, '');
  const other = Object.hasOwn(otherNames, bare) ? otherNames[bare] : undefined;
  knownKeys ??= new Map(
    allKeyPaths()
      .map((path) => path.replace(/^.*\./, ''))
      .map((key) => [key.toLowerCase(), key]),
  );
  const meant = other ?? knownKeys.get(bare);
  return meant === name ? undefined : meant;
}

/** In lower case → as written. */
let knownKeys: Map<string, string> | undefined;

/** ` Did you mean 0.001?`, for text where a number or a listed value belongs; empty where it resembles nothing. */
export function hintAtValue(text: string, schema: JsonSchema, path: string, isArgument: boolean): string {
  if (/\$\{[^}]*\}/.test(text)) return " Values can't refer to others: write the value itself.";
  const number = numberMeant(text, schema);
  if (number !== undefined) return ` Did you mean ${number}?`;
  return hintAtSweep(text.split(','), schema, path, isArgument);
}

function numberMeant(text: string, schema: JsonSchema): number | undefined {
  if (!takes(schema, 'integer') && !takes(schema, 'number')) return undefined;
  if (/^-?\d[\d_]*(\.[\d_]+)?(e[+-]?\d+)?$/i.test(text) && text.includes('_')) return Number(text.replaceAll('_', ''));
  if (/^-?[1-9]\d{0,2}(,\d{3})+$/.test(text)) return Number(text.replaceAll(',', ''));
  if (!takes(schema, 'number')) return undefined;
  if (/^-?0,\d+$/.test(text)) return Number(text.replace(',', '.'));
  return /^\d+(\.\d+)? ?%$/.test(text) ? Number((Number(text.replace('%', '')) / 100).toPrecision(12)) : undefined;
}

/** Several values where one belongs: how to try each. */
export function hintAtSweep(values: readonly unknown[], schema: JsonSchema, path: string, isArgument: boolean): string {
  const isNumber = (value: unknown) =>
    typeof value === 'number' || (typeof value === 'string' && /^ *-?\d+(\.\d+)?(e[+-]?\d+)? *$/i.test(value));
  const listed = listedValues(schema);
  const fits = (value: unknown): boolean =>
    typeof value !== 'object' && // which may have a toString of its own
    (listed.includes(String(value).trim()) ||
      (isNumber(value) && (takes(schema, 'integer') || takes(schema, 'number'))));
  const root = path.slice(0, partsOf(path)[0]?.[1]);
  if (
    itemOf(schema) !== undefined ||
    values.length < 2 ||
    !values.every(fits) ||
    !decidingKeys.some((key) => key === root)
  )
    return '';
  const list = `[${values.map((value) => String(value).trim()).join(', ')}]`;
  return isArgument
    ? ` To try each, write 'sweep.grid.${path}=${list}'.`
    : ` To try each, write \`sweep: { grid: { ${path}: ${list} } }\`.`;
}

function takes(schema: JsonSchema, type: 'integer' | 'number'): boolean {
  return formsOf(schema).some((form) => [form.type].flat().includes(type));
}

/** `training.epochs: 3` in a file → `training: { epochs: 3 }`; `value` as sentences show it. */
export function nested(path: string, value: string): string {
  const names = partsOf(path).map(([start, end]) => path.slice(start, end));
  return names.reduceRight((inner, name, i) => (i === 0 ? `${name}: ${inner}` : `{ ${name}: ${inner} }`), value);
}
