/** The engine room's face for Node: the choice of an engine on this machine, and conformance to cases in files. */
export {
  availabilityOf,
  chooseEngine,
  describePlace,
  loadEngine,
  type SurveyedEngine,
  surveyEngines,
} from './choose.ts';
export { conformance } from './conformance/node.ts';
export { type EngineName, engineNames } from './engines.ts';
export { ask, type Crash, describeCrash, isCrash, sendTo, startChild } from './host/child.ts';
export { availableMemory } from './host/memory.ts';
