/**
 * The schema of resolved experiments, derived from the schema of experiment files: shorthands gone, every key
 * required, `extends`, `directory` and `sweep` gone. It is what validation runs on, so that one mistake gives one error.
 */
import type { JsonSchema } from '../../src/experiment/schema.ts';

/** Of the whole file schema. */
export function resolvedSchema(file: JsonSchema): JsonSchema {
  const { definitions = {}, ...root } = file;
  const { extends: _extends, directory: _directory, sweep: _sweep, ...properties } = root.properties ?? {};
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'resolved.schema.json',
    ...longForm({ ...root, properties }),
    title: 'Experiment',
    description:
      'A resolved experiment: everything that decides a result, nothing left out, every shorthand written out.',
    $comment: 'Generated from experiment.schema.json by npm run generate; do not edit.',
    definitions: Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, longForm(schema)])),
  };
}

/** One schema without its shorthands, defaults and examples, and with every key required. */
function longForm(schema: JsonSchema): JsonSchema {
  const { default: _default, examples: _examples, anyOf, properties, items, if: _if, ...rest } = schema;
  delete rest['x-expected'];
  delete rest['x-path'];
  delete rest.$comment;
  delete rest.$schema;
  delete rest.$id;
  delete rest.then;
  const long: JsonSchema = rest;
  // what tells the kinds apart may be left out in a file that extends another, never here
  if (rest.discriminator !== undefined) long.required = [rest.discriminator.propertyName];
  if (properties !== undefined) {
    long.properties = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, longForm(value)]));
    long.required = Object.keys(properties);
  }
  if (items !== undefined) long.items = longForm(items);
  if (typeof rest.additionalProperties === 'object') long.additionalProperties = longForm(rest.additionalProperties);
  if (anyOf !== undefined) {
    const forms = anyOf.filter((form) => !Object.hasOwn(form, 'x-long')).map(longForm);
    const only = forms.length === 1 ? forms[0] : undefined;
    if (only !== undefined) return { ...only, ...long };
    long.anyOf = forms;
  }
  return long;
}
