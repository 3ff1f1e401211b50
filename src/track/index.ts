/** The track room: runs → TensorBoard, MLflow. Trackers are sinks; they neither stop training nor slow it. */
export { batchesOf } from './mlflow/batches.ts';
export type { Arrived } from './mlflow/delivery.ts';
export { legalKey } from './mlflow/keys.ts';
export { type Patience, usualPatience } from './mlflow/patience.ts';
export { type SyncRequest, syncWithMlflow } from './mlflow/sync.ts';
export { openTrackers, type TrackerKind } from './open-trackers.ts';
export type { TrackedRun } from './tracked-run.ts';
