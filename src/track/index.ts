/** The track room: runs → TensorBoard. Trackers are sinks; they neither stop training nor slow it. */
export { openTrackers } from './open-trackers.ts';
export type { TrackedRun, Tracker } from './tracker.ts';
