/** Whether an engine keeps a store's images where it computes, or reads each step's as it comes. */
import { type ImageStore, storeBytes } from '../../data/index.ts';
import type { SessionOptions } from './contract.ts';

/** mostBytes: of images that the engine can hold */
export function isResident(
  store: ImageStore,
  { residentBytes = Number.POSITIVE_INFINITY }: SessionOptions,
  mostBytes = Number.POSITIVE_INFINITY,
): boolean {
  return store.variesByStep !== true && storeBytes(store) <= Math.min(residentBytes, mostBytes);
}
