/** docs/experiment.md: every key of an experiment file, from the schema. */
import {
  childOf,
  expectation,
  formsOf,
  itemOf,
  type JsonSchema,
  mappingsOf,
  propertyOf,
  tagOf,
  target,
} from '../../src/experiment/schema.ts';

/** The page; `schema` is that of experiment files. */
export function referencePage(schema: JsonSchema): string {
  return `${[intro, ...sections(schema, '', 'The file'), outro].join('\n\n')}\n`;
}

const intro = `<!-- Generated from schemas/experiment.schema.json by npm run generate; do not edit. -->
# The experiment file

A YAML file says what to train. This is a whole one; every key left out has its default:

\`\`\`yaml
# yaml-language-server: $schema=../schemas/experiment.schema.json
name: my-first
data:
  source: mnist
network:
  inputShape: [28, 28, 1]
  blocks:
    - { filters: 32, pool: 2 }
    - { filters: 64, pool: 2, dropout: 0.2 }
training:
  epochs: 5
\`\`\`

- \`npm run init NAME\` writes a commented file to start from; \`npm run validate FILE\` checks one and trains nothing.
- The first line above gives editors with YAML support completion and these descriptions (here, VS Code knows without it).
- Unknown keys are errors. All problems of all files are reported at once, each with its place.
- A pipe can be named too: \`siamese exp <(…)\`, \`… | siamese exp /dev/stdin\`; what it extends is looked for where you stand.
- Files are YAML 1.2, UTF-8, at most 256 KiB: no tabs for indentation, no tags, no merge keys; \`yes\` and \`no\` are text.

## Building on another file

\`\`\`yaml
extends: mnist-baseline.yaml
name: wider
network:
  embeddingDim: 128
\`\`\`

\`extends\` takes everything from another file, relative to this one, and lays this file over it: mappings merge key by
key, everything else replaces, lists as a whole. Where a mapping changes its kind (\`objective.loss\`, \`optimizer.name\`,
\`schedule.name\`, \`validation.from\`), keys that only the old kind has go with it. So \`optimizer: { name: sgd }\` keeps the
other file's learning rate; \`optimizer: sgd\`, which isn't a mapping, replaces all of it. \`null\` takes away what the other file says of a key, so that its default holds again.

A description is of the file that says it: a file that changes what decides a result and gives none has none, and where the
command line or a sweep changes something, that is said behind it, \`… [with seed=7]\`.

On the command line \`key=value\` does the same for one run, the value read as YAML; a list's items are reached by
index, from 0:

\`\`\`sh
npm run exp experiments/wider.yaml training.epochs=5 network.blocks.0.filters=32 'data.limit={train: 5000}'
\`\`\`

Write wholes before parts: \`training.optimizer=sgd training.optimizer.learningRate=0.1\`; the other way round the part would
be lost, and is refused. Of one key given twice the later value counts.

A \`sweep\` makes several experiments of one file: [how](sweeps.md).

## Names and hashes

Two experiments are the same if their hashes are: SHA-256 of \`seed\`, \`data\`, \`pairs\`, \`network\`, \`objective\` and
\`training\` with every shorthand written out and every key left out that holds its default. \`name\`, \`description\`,
\`engine\`, \`checkpoint\`, \`track\` and \`sweep\` don't count, nor do the order of keys and the way values are written.
A key that a later version adds, with a default that does what was done before, leaves every hash as it is.`;

const outro = `## What is checked beyond single keys

- A kernel with \`padding: valid\`, and every pool, must fit into its input.
- \`network.inputShape\` must be that of the images.
- The network may have 2^28 weights at most (1 GiB); \`reduce: flatten\` after little pooling is what exceeds it.
- Limits can't exceed the data set; limits and validation fractions must leave two images of each class on each side.
- \`objective.margin\` can't exceed the largest distance: 2 for cosine, and for euclidean with \`normalize: true\`, which makes
  manhattan distances 2·√embeddingDim at most.
- \`nesterov\` needs momentum.
- A warm-up must end before training does.
- \`name\` must be a folder name on every system.`;

/** A mapping's section, then those of the mappings within it. */
function sections(schema: JsonSchema, path: string, title: string): string[] {
  const kinds = mappingsOf(schema);
  const tag = tagOf(schema);
  const heading = `## ${title}`;
  const own =
    tag === undefined
      ? [
          `${heading}\n\n${path === '' ? '' : `${target(schema).description}\n\n`}${table(kinds[0] as JsonSchema, path)}`,
        ]
      : [
          `${heading}\n\n${target(schema).description} The keys depend on \`${tag}\`.`,
          ...kinds.map((kind) => {
            const value = String(propertyOf(kind, tag)?.const);
            return `### \`${tag}: ${value}\`\n\n${kind.description}\n\n${table(kind, path)}`;
          }),
        ];
  const inner: string[] = [];
  for (const key of new Set(kinds.flatMap((kind) => Object.keys(kind.properties ?? {})))) {
    const child = childOf(schema, key) as JsonSchema;
    const childPath = path === '' ? key : `${path}.${key}`;
    const item = itemOf(child);
    if (mappingsOf(child).length > 0) inner.push(...sections(longForm(child), childPath, `\`${childPath}\``));
    else if (item !== undefined && mappingsOf(item).length > 0) {
      inner.push(...sections(item, `${childPath}[]`, `\`${childPath}\`: each block`));
    }
  }
  return [...own, ...inner];
}

/** The form of a value that is a mapping, under its definition. */
function longForm(schema: JsonSchema): JsonSchema {
  return target(schema).anyOf?.find((form) => mappingsOf(form).length > 0) ?? schema;
}

function table(mapping: JsonSchema, path: string): string {
  const rows = Object.entries(mapping.properties ?? {}).map(([key, child]) => {
    const isOptional = ['extends', 'directory', 'sweep'].includes(key);
    const byDefault = child.default !== undefined ? code(child.default) : isOptional ? '' : 'required';
    const description = child.description ?? target(child).description ?? '';
    const examples = (child.examples ?? []).map(code).join(' or ');
    return [`\`${key}\``, value(child, path === '' ? key : `${path}.${key}`), byDefault, description, examples];
  });
  const header = ['key', 'value', 'default', 'meaning', 'example'];
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`);
  return lines.join('\n');
}

/** What a key takes; a link where that has a section of its own. */
function value(schema: JsonSchema, path: string): string {
  if (formsOf(schema).every((form) => form.properties !== undefined || form.oneOf !== undefined)) {
    return `a mapping: see [\`${path}\`](#${anchor(path)})`;
  }
  return expectation(schema);
}

/** As GitHub makes it from a heading. */
function anchor(path: string): string {
  return path.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function code(value: unknown): string {
  return `\`${flow(value)}\``;
}

/** A value on one line, as YAML. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const items = Object.entries(value).map(([key, item]) => `${key}: ${flow(item)}`);
    return items.length === 0 ? '{}' : `{ ${items.join(', ')} }`;
  }
  return value === '' ? "''" : String(value);
}
