// Generated from schemas/experiment.schema.json by npm run generate; do not edit.
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
