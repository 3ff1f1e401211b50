"""What the peers share: the data, the pairs, and the line protocol by which scripts/bench.ts drives them.

A peer is started with one JSON file: {"experiment": the resolved experiment, "data": the folder of MNIST's four files,
"threads": int, "weights": where a whole process leaves its weights}. It builds the network, says {"ready": about}, then
answers each line of its input:
  {"do": "train", "steps": n}    n steps on batches of the experiment's size   -> {"seconds", "loss"}
  {"do": "embed", "images": n}   inference                                     -> {"seconds"}
At the end of its input it says {"peakBytes"} and leaves. With --process it trains the experiment from beginning to
end instead, as a user's script would, and says {"peakBytes"}.
"""
import json
import os
import resource
import sys
import time

import numpy as np

# Batches are drawn once, for this many steps, and used again: they differ from step to step, and cost no time.
DISTINCT_STEPS = 100


def read_images(folder, part):
    """-> float32 [count, 28, 28, 1] in [0, 1]"""
    raw = np.fromfile(os.path.join(folder, f"{part}-images-idx3-ubyte"), dtype=np.uint8)
    count, height, width = (int(size) for size in raw[4:16].view(">i4"))
    return raw[16:].reshape(count, height, width, 1).astype(np.float32) / 255


def read_labels(folder, part):
    """-> uint8 [count]"""
    return np.fromfile(os.path.join(folder, f"{part}-labels-idx1-ubyte"), dtype=np.uint8)[8:]


def draw_triplets(labels, generator):
    """Each image once as anchor, shuffled -> anchor, positive, negative, int [n] each"""
    anchors = generator.permutation(len(labels))
    same = [np.flatnonzero(labels == c) for c in range(labels.max() + 1)]
    other = [np.flatnonzero(labels != c) for c in range(labels.max() + 1)]
    positive = np.array([generator.choice(same[labels[a]]) for a in anchors])
    negative = np.array([generator.choice(other[labels[a]]) for a in anchors])
    return anchors, positive, negative


def draw_pairs(labels, generator):
    """Each image once with its class, once with another, shuffled -> left, right int [2n], is_same float32 [2n]"""
    anchors, positive, negative = draw_triplets(labels, generator)
    order = generator.permutation(2 * len(labels))
    left = np.concatenate([anchors, anchors])[order]
    right = np.concatenate([positive, negative])[order]
    is_same = np.repeat(np.float32([1, 0]), len(labels))[order]
    return left, right, is_same


def draw_examples(experiment, folder, part, generator):
    """-> columns: image arrays [n, 28, 28, 1], two of pairs or three of triplets; targets float32 [n, 1]"""
    images, labels = read_images(folder, part), read_labels(folder, part)
    if experiment["objective"]["loss"] == "triplet":
        columns, targets = draw_triplets(labels, generator), np.zeros(len(labels), np.float32)
    else:
        *columns, targets = draw_pairs(labels, generator)
    return [images[column] for column in columns], targets[:, None]


def draw_batches(setup):
    """-> DISTINCT_STEPS of (columns, targets), each of one batch"""
    experiment = setup["experiment"]
    size = experiment["training"]["batchSize"]
    columns, targets = draw_examples(experiment, setup["data"], "t10k", np.random.default_rng(0))
    rows = np.resize(np.arange(len(targets)), (DISTINCT_STEPS, size))
    return [([column[r] for column in columns], targets[r]) for r in rows]


def say(answer):
    print("bench:" + json.dumps(answer), flush=True)


def say_peak():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    say({"peakBytes": peak if sys.platform == "darwin" else peak * 1024})


def main(make_peer, whole_process):
    """make_peer(setup) -> object with about, train(steps) -> loss of the last step, embed(count)"""
    with open(sys.argv[1]) as file:
        setup = json.load(file)
    if "--process" in sys.argv:
        whole_process(setup)
        say_peak()
        return
    peer = make_peer(setup)
    say({"ready": peer.about})
    for line in sys.stdin:
        ask = json.loads(line)
        start = time.perf_counter()
        if ask["do"] == "train":
            loss = peer.train(ask["steps"])
            say({"seconds": time.perf_counter() - start, "loss": float(loss)})
        else:
            peer.embed(ask["images"])
            say({"seconds": time.perf_counter() - start})
    say_peak()


def faster(candidates, warm_up, measure):
    """Of several ways to do the same, the one that is faster on this machine."""

    def seconds(candidate):
        warm_up(candidate)
        start = time.perf_counter()
        measure(candidate)
        return time.perf_counter() - start

    return min(candidates, key=seconds)
