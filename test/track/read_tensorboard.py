"""What TensorBoard shows of a folder's runs: for each line of input a line of JSON, read by what its own page reads with."""

import hashlib
import json
import logging
import sys

from google.protobuf import json_format
from tensorboard import context
from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
from tensorboard.plugins import base_plugin
from tensorboard.plugins.hparams import api_pb2, backend_context, get_experiment, list_session_groups

logging.disable()
folder = sys.argv[1]
multiplexer = plugin_event_multiplexer.EventMultiplexer(
    tensor_size_guidance={"scalars": 0, "histograms": 0, "images": 0}
)
provider = data_provider.MultiplexerDataProvider(multiplexer, folder)
asked = context.RequestContext()
of_all = {"experiment_id": "", "downsample": 10_000}


def scalars():
    found = provider.read_scalars(asked, plugin_name="scalars", **of_all)
    return {
        run: {tag: [[each.step, each.value, each.wall_time] for each in series] for tag, series in tags.items()}
        for run, tags in found.items()
    }


def histograms():
    found = provider.read_tensors(asked, plugin_name="histograms", **of_all)
    return {
        run: {tag: [[each.step, each.numpy.tolist()] for each in series] for tag, series in tags.items()}
        for run, tags in found.items()
    }


def images():
    found = provider.read_blob_sequences(asked, plugin_name="images", **of_all)
    blob = lambda value: provider.read_blob(asked, blob_key=value.blob_key)  # noqa: E731
    return {
        run: {tag: [[each.step, [image(blob(value)) for value in each.values]] for each in series] for tag, series in tags.items()}
        for run, tags in found.items()
    }


def image(blob):
    return blob.decode() if len(blob) < 10 else hashlib.sha256(blob).hexdigest()


def hparams():
    """Rows of the HPARAMS tab, with the columns that it finds by itself."""
    backend = backend_context.Context(base_plugin.TBContext(data_provider=provider))
    request = api_pb2.GetExperimentRequest(include_metrics=True)
    experiment = get_experiment.Handler(asked, backend, "", request).run()
    columns = [{"metric": {"tag": info.name.tag, "group": info.name.group}} for info in experiment.metric_infos]
    columns += [{"hparam": info.name} for info in experiment.hparam_infos]
    request = api_pb2.ListSessionGroupsRequest(
        start_index=0, slice_size=100, allowed_statuses=api_pb2.Status.values(), include_metrics=True
    )
    for column in columns:
        json_format.ParseDict(column, request.col_params.add())
    groups = list_session_groups.Handler(asked, backend, "", request).run().session_groups
    return [
        {
            "name": group.sessions[0].name,
            "status": api_pb2.Status.Name(group.sessions[0].status),
            "startSeconds": group.sessions[0].start_time_secs,
            "settings": json_format.MessageToDict(group)["hparams"],
            "figures": {f"{value.name.group}/{value.name.tag}": value.value for value in group.metric_values},
        }
        for group in groups
    ]


for _ in sys.stdin:
    multiplexer.AddRunsFromDirectory(folder)
    multiplexer.Reload()
    print(
        json.dumps({"scalars": scalars(), "histograms": histograms(), "images": images(), "hparams": hparams()}),
        flush=True,
    )
