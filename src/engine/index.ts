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
export { type Quantity, tolerances } from './conformance/quantities.ts';
export { type CaseResult, conformance, formatCase, formatWorst } from './conformance/suite.ts';
export type * from './contract/contract.ts';
export { describeDevice } from './host/device.ts';
