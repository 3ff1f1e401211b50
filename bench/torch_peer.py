"""PyTorch, as a peer of the bench (see common.py)."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import common

ACTIVATIONS = {
    "relu": nn.ReLU,
    "leakyRelu": lambda: nn.LeakyReLU(0.2),
    "elu": nn.ELU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
}


class SamePad(nn.Module):
    """Zeros as Keras's padding same adds them: output ceil(n / stride), the smaller half first."""

    def __init__(self, size, strides):
        super().__init__()
        self.size, self.strides = size, strides

    def forward(self, x):
        pads = []
        for n, k, s in zip(reversed(x.shape[2:]), reversed(self.size), reversed(self.strides)):
            total = max((-(-n // s) - 1) * s + k - n, 0)
            pads += [total // 2, total - total // 2]
        return F.pad(x, pads)


class Reduce(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.kind = kind

    def forward(self, x):
        if self.kind == "flatten":
            return x.flatten(1)
        return x.mean((2, 3)) if self.kind == "globalAverage" else x.amax((2, 3))


class Unit(nn.Module):
    def forward(self, x):
        return unit(x)


def unit(x):
    return x / x.square().sum(1, keepdim=True).clamp_min(1e-12).sqrt()


def build_tower(network):
    parts = []
    channels = network["inputShape"][2]
    for block in network["blocks"]:
        if block["padding"] == "same":
            parts.append(SamePad(block["kernelSize"], block["strides"]))
        parts.append(nn.Conv2d(channels, block["filters"], block["kernelSize"], block["strides"]))
        channels = block["filters"]
        if block["activation"] != "linear":
            parts.append(ACTIVATIONS[block["activation"]]())
        pool = block["pool"]
        if pool is not None:
            parts.append((nn.MaxPool2d if pool["type"] == "max" else nn.AvgPool2d)(tuple(pool["size"])))
        if block["batchNorm"]:
            parts.append(nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01))
        if block["dropout"] > 0:
            parts.append(nn.Dropout(block["dropout"]))
    parts += [Reduce(network["reduce"]), nn.LazyLinear(network["embeddingDim"])]
    if network["normalize"]:
        parts.append(Unit())
    return nn.Sequential(*parts)


def distance(kind, a, b):
    if kind == "manhattan":
        return (a - b).abs().sum(1, keepdim=True)
    if kind == "cosine":
        return 1 - (unit(a) * unit(b)).sum(1, keepdim=True)
    return (a - b).square().sum(1, keepdim=True).clamp_min(1e-7).sqrt()


class Siamese(nn.Module):
    def __init__(self, experiment, layout):
        super().__init__()
        self.objective = experiment["objective"]
        self.layout = layout
        self.tower = build_tower(experiment["network"])
        self.head = nn.Linear(1, 1) if self.objective["loss"] == "binaryCrossentropy" else None

    def loss(self, columns, targets):
        """columns: [n, h, w, c] each -> mean loss over the batch"""
        first, *others = self.embed(torch.cat(columns)).chunk(len(columns))
        d = [distance(self.objective["distance"], first, other) for other in others]
        if self.head is not None:
            return F.binary_cross_entropy_with_logits(self.head(d[0]), targets)
        margin = self.objective["margin"]
        if self.objective["loss"] == "contrastive":
            return (targets * d[0].square() + (1 - targets) * (margin - d[0]).clamp_min(0).square()).mean()
        return (d[0] - d[1] + margin).clamp_min(0).mean()

    def embed(self, images):
        return self.tower(images.permute(0, 3, 1, 2).contiguous(memory_format=self.layout))


def build_optimizer(o, parameters):
    if o["name"] == "sgd":
        return torch.optim.SGD(parameters, o["learningRate"], o["momentum"], nesterov=o["nesterov"])
    if o["name"] == "rmsprop":
        return torch.optim.RMSprop(parameters, o["learningRate"], o["rho"], o["epsilon"])
    kind = torch.optim.AdamW if o["name"] == "adamw" else torch.optim.Adam
    decay = {"weight_decay": o["weightDecay"]} if o["name"] == "adamw" else {}
    return kind(parameters, o["learningRate"], (o["beta1"], o["beta2"]), o["epsilon"], **decay)


class Trainer:
    def __init__(self, experiment, layout):
        self.model = Siamese(experiment, layout)
        with torch.no_grad():
            self.model.embed(torch.zeros(1, *experiment["network"]["inputShape"]))  # lets LazyLinear see its input
        self.model.to(memory_format=layout)
        optimizer = experiment["training"]["optimizer"]
        self.clip = optimizer["globalClipNorm"]
        self.optimizer = build_optimizer(optimizer, self.model.parameters())

    def step(self, columns, targets):
        self.optimizer.zero_grad()
        loss = self.model.loss(columns, targets)
        loss.backward()
        if self.clip is not None:
            nn.utils.clip_grad_norm_(self.model.parameters(), self.clip)
        self.optimizer.step()
        return loss

    def embed(self, images):
        self.model.eval()
        with torch.inference_mode():
            for start in range(0, len(images), 256):
                self.model.embed(images[start : start + 256])
        self.model.train()


class TorchPeer:
    """Trains eagerly, in whichever memory layout is faster here."""

    def __init__(self, setup):
        torch.set_num_threads(setup["threads"])
        self.batches = [
            ([torch.from_numpy(column) for column in columns], torch.from_numpy(targets))
            for columns, targets in common.draw_batches(setup)
        ]
        trainers = {layout: Trainer(setup["experiment"], layout) for layout in (torch.contiguous_format, torch.channels_last)}

        def train(layout, steps):
            self.trainer = trainers[layout]
            self.train(steps)

        layout = common.faster(list(trainers), lambda layout: train(layout, 3), lambda layout: train(layout, 10))
        self.trainer = trainers[layout]
        self.images = np.concatenate([columns[0].numpy() for columns, _ in self.batches])
        self.embed(512)
        self.about = f"PyTorch {torch.__version__.split('+')[0]}{', channels last' if layout == torch.channels_last else ''}"

    def train(self, steps):
        for step in range(steps):
            loss = self.trainer.step(*self.batches[step % len(self.batches)])
        return loss.item()

    def embed(self, count):
        self.trainer.embed(torch.from_numpy(np.resize(self.images, (count, *self.images.shape[1:]))))


def whole_process(_):
    raise SystemExit("The whole process is compared with Keras only.")


if __name__ == "__main__":
    common.main(TorchPeer, whole_process)
