/** TypeScript types and a compiled validator, from the schemas. */
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { compile } from 'json-schema-to-typescript';
import type { JsonSchema } from '../../src/experiment/schema.ts';

const banner = '// Generated from schemas/experiment.schema.json by npm run generate; do not edit.';

/** Types of a schema and of each of its definitions, under their own names. */
export async function typesOf(schema: JsonSchema, name: string): Promise<string> {
  const { $id: _, ...named } = schema;
  const code = await compile(
    withoutSiblings({ ...named, title: name }) as unknown as Parameters<typeof compile>[0],
    name,
    {
      bannerComment: banner,
      style: { singleQuote: true, printWidth: 120 },
      additionalProperties: false,
    },
  );
  return code.replaceAll(/^ +\*\n +\* @minItems \d+\n +\* @maxItems \d+\n/gm, '');
}

/**
 * The validators of the resolved form as one module without imports: compiling at run time would cost 80 ms
 * of every start (ajv's modules 35, our schema 50).
 */
export function validatorsOf(resolved: JsonSchema): string {
  const ajv = new Ajv({
    allErrors: true,
    discriminator: true,
    allowUnionTypes: true,
    strict: true,
    strictRequired: false,
    schemas: [withoutDescriptions(resolved)],
    code: { source: true, esm: true, lines: true },
  });
  const part = (name: string) => `resolved.schema.json#/definitions/${name}`;
  const code = standaloneCode.default(ajv, {
    validateExperiment: 'resolved.schema.json',
    validateNetwork: part('Network'),
    validateObjective: part('Objective'),
    validateOptimizer: part('Optimizer'),
    validateSweep: part('Sweep'),
  });
  if (/\brequire\(|\bimport\b/.test(code)) throw new Error('The compiled validators need a module at run time.');
  return `${banner}\n${code}\n`;
}

export const validatorTypes = `${banner}
/** As much of an ajv error as we read. */
export interface SchemaError {
  keyword: string;
  /** JSON pointer to the value */
  instancePath: string;
  params: { additionalProperty?: string; missingProperty?: string; tag?: string };
}
export interface Validator {
  (data: unknown): boolean;
  errors?: SchemaError[] | null;
}
export const validateExperiment: Validator;
export const validateNetwork: Validator;
export const validateObjective: Validator;
export const validateOptimizer: Validator;
export const validateSweep: Validator;
`;

/** {$ref, description} → {allOf: [{$ref}], description}: a reference with siblings would become a copy of the type. */
function withoutSiblings(schema: JsonSchema): JsonSchema {
  if (schema.$ref !== undefined) {
    const { $ref, description } = schema;
    return description === undefined ? { $ref } : { description, allOf: [{ $ref }] };
  }
  const copy: JsonSchema = { ...schema };
  for (const key of ['properties', 'definitions'] as const) {
    const group = schema[key];
    if (group === undefined) continue;
    copy[key] = Object.fromEntries(Object.entries(group).map(([name, value]) => [name, withoutSiblings(value)]));
  }
  for (const key of ['anyOf', 'oneOf'] as const) {
    if (schema[key] !== undefined) copy[key] = schema[key].map(withoutSiblings);
  }
  if (schema.items !== undefined) copy.items = withoutSiblings(schema.items);
  if (typeof schema.additionalProperties === 'object') {
    copy.additionalProperties = withoutSiblings(schema.additionalProperties);
  }
  if (schema.minItems !== schema.maxItems) {
    delete copy.minItems; // T[], not [T, ...T[]]
    delete copy.maxItems;
  }
  if (schema.oneOf !== undefined) delete copy.type; // a union of closed objects: not an intersection with any object
  return copy;
}

function withoutDescriptions(schema: JsonSchema): JsonSchema {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => (key === 'description' && typeof value === 'string' ? undefined : value)),
  );
}
