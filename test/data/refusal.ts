import { expect } from 'vitest';
import { InputError } from '../../src/errors/index.ts';

/** The sentence with which an InputError refuses something. */
export async function refusal(action: Promise<unknown>): Promise<string> {
  const error = await action.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}
