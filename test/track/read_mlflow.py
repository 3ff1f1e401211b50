"""What MLflow's own client finds on a server, as JSON: everything of every run of an experiment."""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

from mlflow import MlflowClient


def artifacts_of(client, run_id, folder):
    root = Path(client.download_artifacts(run_id, "", folder))
    files = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def main(uri, name):
    client = MlflowClient(uri)
    experiment = client.get_experiment_by_name(name)
    runs = []
    for run in client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"]):
        keys = sorted(run.data.metrics)
        history = {key: client.get_metric_history(run.info.run_id, key) for key in keys}
        with tempfile.TemporaryDirectory() as folder:
            artifacts = artifacts_of(client, run.info.run_id, folder)
        runs.append(
            {
                "id": run.info.run_id,
                "name": run.info.run_name,
                "status": run.info.status,
                "startTime": run.info.start_time,
                "endTime": run.info.end_time,
                "params": run.data.params,
                "tags": run.data.tags,
                "metrics": {key: [[m.step, repr(m.value), m.timestamp] for m in history[key]] for key in keys},
                "artifacts": artifacts,
            }
        )
    json.dump(runs, sys.stdout)


main(*sys.argv[1:])
