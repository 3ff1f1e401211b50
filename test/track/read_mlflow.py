"""What MLflow's own client finds on a server: for each line of input, an experiment's name, a line of JSON with its runs."""

import hashlib
import json
import logging
import math
import sys
import tempfile
from pathlib import Path

from mlflow import MlflowClient


def artifacts_of(client, run_id):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(client.download_artifacts(run_id, "", folder))
        files = [path for path in root.rglob("*") if path.is_file()]
        return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def figure(value):
    return value if math.isfinite(value) else repr(value)


def read(client, run):
    keys = sorted(run.data.metrics)
    history = {key: client.get_metric_history(run.info.run_id, key) for key in keys}
    return {
        "id": run.info.run_id,
        "name": run.info.run_name,
        "status": run.info.status,
        "startTime": run.info.start_time,
        "endTime": run.info.end_time,
        "params": run.data.params,
        "tags": run.data.tags,
        "metrics": {key: [[m.step, figure(m.value), m.timestamp] for m in history[key]] for key in keys},
        "artifacts": artifacts_of(client, run.info.run_id),
    }


logging.getLogger("mlflow").setLevel(logging.WARNING)
client = MlflowClient(sys.argv[1])
for line in sys.stdin:
    experiment = client.get_experiment_by_name(line.strip())
    runs = client.search_runs([experiment.experiment_id], order_by=["attributes.start_time ASC"])
    print(json.dumps([read(client, run) for run in runs]), flush=True)
