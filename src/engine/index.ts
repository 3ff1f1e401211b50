/** The engine room: the contract, the choice of an implementation, and what every implementation is held to. */
export { chooseEngine, type EngineName, engineNames, loadEngine } from './choose.ts';
export type * from './contract.ts';
