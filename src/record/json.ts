/** JSON as it is written here, and a first look at what others wrote. */
export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Whether it is an object, whose keys may then be looked at. */
export const isRecord = <T = Record<never, never>>(value: unknown): value is Partial<Record<keyof T, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
