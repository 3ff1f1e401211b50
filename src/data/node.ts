/** Data on disk: this room's face for Node. */
export { type Duplicate, type Inspection, type InspectOptions, inspectData, type SeenImage } from './host/inspect.ts';
export { pictureOf, picturesOfSteps } from './host/pictures.ts';
