/** The engine room: the contract, and what every implementation is held to. An engine's own face is its folder's. */
export { type Quantity, tolerances } from './conformance/quantities.ts';
export { type CaseResult, formatCase, formatWorst } from './conformance/suite.ts';
export type * from './contract/contract.ts';
export { describeDevice } from './device.ts';
