"""What does one network of the table learn, epoch after epoch?"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .space import Value

__all__ = ["BATCH", "EPOCHS", "SIZES", "Digits", "Learned", "digits", "learn"]

Floats = NDArray[np.float64]

EPOCHS = 27
BATCH = 32
SIZES = (597, 600, 600)  # images to train on, to choose by, and to tell the truth with
_SPLIT = 13  # seed of the split, the same for every network


@dataclass(frozen=True)
class Digits:
    """Three parts of scikit-learn's 1,797 images of handwritten digits: 64 pixels (0-1), and the digit."""

    train: tuple[NDArray[np.float32], NDArray[np.int64]]
    validation: tuple[NDArray[np.float32], NDArray[np.int64]]
    test: tuple[NDArray[np.float32], NDArray[np.int64]]


@dataclass(frozen=True)
class Learned:
    """What training one network leaves behind."""

    validation: Floats  # accuracy after each epoch (epochs,), 0-1
    loss: Floats  # cross-entropy on the validation images after each epoch (epochs,), nats
    test: float  # accuracy after the last epoch, 0-1
    seconds: float  # of one processor, training alone


def digits() -> Digits:
    """The images, split once and for all."""
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    order = np.random.default_rng(_SPLIT).permutation(len(labels))
    ends = np.cumsum(SIZES)
    parts = [order[end - size : end] for size, end in zip(SIZES, ends, strict=True)]
    return Digits(*(((images[each] / 16).astype(np.float32), labels[each].astype(np.int64)) for each in parts))


def learn(
    config: Mapping[str, Value], data: Digits, *, seed: int, epochs: int = EPOCHS, share: float = 1.0
) -> Learned:
    """Train one network on one processor.

    The learning rate stays what it is, so that stopping after three epochs is what three epochs of training are.

    Parameters
    ----------
    config
        The six hyperparameters of ``space.AXES``.
    data
        The images.
    seed
        Of first weights, order of the images, and dropout.
    epochs
        How often each image is seen.
    share
        Of the training images that are used, 0-1.
    """
    import torch
    from torch import nn

    torch.manual_seed(seed)
    images, labels = (torch.from_numpy(each[: max(round(share * SIZES[0]), 1)]) for each in data.train)
    model = _built(config)
    optimiser = torch.optim.AdamW(model.parameters(), lr=float(config["rate"]), weight_decay=float(config["decay"]))
    measure = nn.CrossEntropyLoss()
    seconds, accuracies, losses = 0.0, [], []
    for _ in range(epochs):
        model.train()
        begun = time.process_time()
        for batch in torch.randperm(len(labels)).split(BATCH):
            optimiser.zero_grad()
            measure(model(images[batch]), labels[batch]).backward()
            optimiser.step()
        seconds += time.process_time() - begun
        accuracy, loss = _judged(model, data.validation)
        accuracies.append(accuracy)
        losses.append(loss)
    return Learned(np.array(accuracies), np.array(losses), _judged(model, data.test)[0], seconds)


def _built(config: Mapping[str, Value]) -> Any:  # Any: a torch module, whose types take minutes to read
    from torch import nn

    kinds = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
    width, layers, wide = int(config["width"]), [], 64
    for _ in range(int(config["depth"])):
        layers += [nn.Linear(wide, width), kinds[str(config["activation"])](), nn.Dropout(float(config["dropout"]))]
        wide = width
    return nn.Sequential(*layers, nn.Linear(wide, 10))


def _judged(model: Any, part: tuple[NDArray[np.float32], NDArray[np.int64]]) -> tuple[float, float]:  # Any: as above
    """Accuracy and cross-entropy; a network whose numbers ran away knows nothing."""
    import torch

    images, labels = (torch.from_numpy(each) for each in part)
    model.eval()
    with torch.no_grad():
        scores = model(images)
    loss = float(torch.nn.functional.cross_entropy(scores, labels))
    return float((scores.argmax(1) == labels).double().mean()), min(loss, 1e6) if np.isfinite(loss) else 1e6
