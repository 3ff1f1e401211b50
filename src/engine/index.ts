/** The engine room: the contract, the choice of an implementation, and what every implementation is held to. */
export {
  availabilityOf,
  chooseEngine,
  describePlace,
  type EngineName,
  engineNames,
  loadEngine,
  type SurveyedEngine,
  surveyEngines,
} from './choose.ts';
export { type CaseResult, conformance, formatCase, formatWorst } from './conformance.ts';
export type * from './contract.ts';
export { describeDevice } from './device.ts';
export { type Quantity, tolerances } from './quantities.ts';
