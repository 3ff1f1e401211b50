"""Keras on TensorFlow, as a peer of the bench (see common.py)."""
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

import common


class Distance(layers.Layer):
    """[embeddings of left; of right; …] [k·n, e] -> distances of the first to each other part [n, k-1]"""

    def __init__(self, kind, parts, **options):
        super().__init__(**options)
        self.kind = kind
        self.parts = parts

    def call(self, embeddings):
        first, *others = ops.split(embeddings, self.parts, axis=0)
        return ops.concatenate([self.measure(first, other) for other in others], axis=1)

    def measure(self, a, b):
        if self.kind == "manhattan":
            return ops.sum(ops.abs(a - b), axis=1, keepdims=True)
        if self.kind == "cosine":
            return 1 - ops.sum(unit(a) * unit(b), axis=1, keepdims=True)
        return ops.sqrt(ops.maximum(ops.sum(ops.square(a - b), axis=1, keepdims=True), 1e-7))


def unit(x):
    return x / ops.sqrt(ops.maximum(ops.sum(ops.square(x), axis=1, keepdims=True), 1e-12))


ACTIVATIONS = {"leakyRelu": lambda: layers.LeakyReLU(negative_slope=0.2)}


def build_tower(network):
    image = keras.Input(network["inputShape"])
    x = image
    for block in network["blocks"]:
        x = layers.Conv2D(block["filters"], block["kernelSize"], block["strides"], block["padding"])(x)
        if block["activation"] != "linear":
            x = ACTIVATIONS.get(block["activation"], lambda: layers.Activation(block["activation"]))()(x)
        pool = block["pool"]
        if pool is not None:
            x = (layers.MaxPooling2D if pool["type"] == "max" else layers.AveragePooling2D)(pool["size"])(x)
        if block["batchNorm"]:
            x = layers.BatchNormalization()(x)
        if block["dropout"] > 0:
            x = layers.Dropout(block["dropout"])(x)
    reduce = {
        "globalAverage": layers.GlobalAveragePooling2D,
        "globalMax": layers.GlobalMaxPooling2D,
        "flatten": layers.Flatten,
    }[network["reduce"]]
    x = layers.Dense(network["embeddingDim"])(reduce()(x))
    if network["normalize"]:
        x = layers.Lambda(unit)(x)
    return keras.Model(image, x)


def build_model(experiment, jit):
    network, objective = experiment["network"], experiment["objective"]
    tower = build_tower(network)
    parts = 3 if objective["loss"] == "triplet" else 2
    inputs = [keras.Input(network["inputShape"]) for _ in range(parts)]
    output = Distance(objective["distance"], parts)(tower(ops.concatenate(inputs, axis=0)))
    if objective["loss"] == "binaryCrossentropy":
        output = layers.Dense(1, activation="sigmoid")(output)
    model = keras.Model(inputs, output)
    metrics = ["accuracy"] if objective["loss"] == "binaryCrossentropy" else []
    optimizer = build_optimizer(experiment["training"]["optimizer"])
    model.compile(optimizer, build_loss(objective), metrics=metrics, jit_compile=jit)
    return model, tower


def build_loss(objective):
    if objective["loss"] == "binaryCrossentropy":
        return "binary_crossentropy"
    margin = objective["margin"]
    if objective["loss"] == "contrastive":
        return lambda y, d: ops.mean(y * ops.square(d) + (1 - y) * ops.square(ops.maximum(0.0, margin - d)))
    return lambda _, d: ops.mean(ops.maximum(d[:, :1] - d[:, 1:] + margin, 0.0))


def build_optimizer(o):
    clip = {"global_clipnorm": o["globalClipNorm"]} if o["globalClipNorm"] else {}
    if o["name"] == "sgd":
        return keras.optimizers.SGD(o["learningRate"], o["momentum"], o["nesterov"], **clip)
    if o["name"] == "rmsprop":
        return keras.optimizers.RMSprop(o["learningRate"], o["rho"], epsilon=o["epsilon"], **clip)
    kind = keras.optimizers.AdamW if o["name"] == "adamw" else keras.optimizers.Adam
    decay = {"weight_decay": o["weightDecay"]} if o["name"] == "adamw" else {}
    return kind(o["learningRate"], o["beta1"], o["beta2"], o["epsilon"], **decay, **clip)


def use_threads(threads):
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)


class KerasPeer:
    """Trains by train_on_batch, compiled by XLA or not, whichever is faster here.

    Not by fit: TensorFlow 2.21 gives up fit's iterator over the data with waits that double, up to the time of all steps.
    """

    def __init__(self, setup):
        use_threads(setup["threads"])
        self.batches = common.draw_batches(setup)
        models = {jit: build_model(setup["experiment"], jit) for jit in (False, True)}

        def train(jit, steps):
            self.model, self.tower = models[jit]
            self.train(steps)

        jit = common.faster([False, True], lambda jit: train(jit, 3), lambda jit: train(jit, 10))
        self.model, self.tower = models[jit]
        self.images = np.concatenate([columns[0] for columns, _ in self.batches])
        self.embed(512)
        self.about = f"Keras {keras.__version__}, TensorFlow {tf.__version__}{', XLA' if jit else ''}"

    def train(self, steps):
        for step in range(steps):
            logs = self.model.train_on_batch(*self.batches[step % len(self.batches)])
        return logs[0] if isinstance(logs, list) else logs

    def embed(self, count):
        self.tower.predict(np.resize(self.images, (count, *self.images.shape[1:])), batch_size=256, verbose=0)


def whole_process(setup):
    """The tutorial's script: all of MNIST, its pairs, training with validation, the weights written."""
    use_threads(setup["threads"])
    experiment = setup["experiment"]
    generator = np.random.default_rng(experiment["seed"])
    columns, targets = common.draw_examples(experiment, setup["data"], "train", generator)
    model, _ = build_model(experiment, False)  # XLA, Keras's own choice, is the slower one on a CPU
    model.fit(
        columns,
        targets,
        batch_size=experiment["training"]["batchSize"],
        epochs=experiment["training"]["epochs"],
        validation_data=common.draw_examples(experiment, setup["data"], "t10k", generator),
        verbose=0,
        callbacks=[Leave(setup["weights"])],
    )


class Leave(keras.callbacks.Callback):
    """Ends the process while fit still holds its iterators: see KerasPeer on what giving them up costs."""

    def __init__(self, weights):
        super().__init__()
        self.weights = weights

    def on_epoch_end(self, epoch, logs=None):
        if epoch + 1 < self.params["epochs"]:
            return
        self.model.save_weights(self.weights + ".weights.h5")
        common.say_peak()
        os._exit(0)


if __name__ == "__main__":
    common.main(KerasPeer, whole_process)
