"""Which word was that? A small convolutional network that really learns from the generated set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.speech.conditions import CONDITIONS
from mlops_widgets.data.speech.hearing import BANDS, log_mel
from mlops_widgets.data.speech.utterances import Utterances, utterances
from mlops_widgets.data.speech.voices import WORDS, Sound

__all__ = ["LESSONS", "Recogniser", "lesson", "recogniser", "train"]

Module = Any  # a torch module: torch is imported only where it is needed

LESSONS: Mapping[str, Mapping[str, Any]] = {  # Any: arguments of utterances and train
    "archive": {
        "count": 3000,
        "shares": {"clean": 0.4, "low bandwidth": 0.6},
        "child": 0.0,
        "seed": 101,
        "epochs": 14,
    },
    "yardstick": {"count": 8000, "shares": dict.fromkeys(CONDITIONS, 0.25), "child": 0.12, "seed": 202, "epochs": 20},
}
"""What the two stored recognisers have learned from: old recordings without noise; and plenty of everything."""


@dataclass(frozen=True, eq=False)
class Recogniser:
    """A trained network.

    Attributes
    ----------
    weights
        Name → array, all that was learned.
    """

    weights: Mapping[str, npt.NDArray[np.float32]]

    def chances(self, sound: Sound) -> npt.NDArray[np.float32]:
        """How likely each word is to have been said, (n, words); each row adds up to 1."""
        import torch

        net = _network()
        net.load_state_dict({name: torch.tensor(array) for name, array in self.weights.items()})
        net.eval()
        with _one_thread(), torch.no_grad():
            seen = torch.from_numpy(log_mel(sound))
            parts = [torch.softmax(net(part), dim=1) for part in seen.split(500)]
        return np.asarray(torch.cat(parts).numpy())

    def hear(self, sound: Sound) -> npt.NDArray[np.int64]:
        """The likeliest words, as places in ``WORDS``."""
        return np.asarray(self.chances(sound).argmax(axis=1))


def train(
    heard: Utterances, *, epochs: int = 14, seed: int = 0, start: Recogniser | None = None, rate: float = 4e-3
) -> Recogniser:
    """Let a network learn these utterances.

    Parameters
    ----------
    heard
        What it learns from.
    epochs
        How often it hears all of them.
    seed
        Of its first weights and of the order of the utterances.
    start
        A recogniser whose weights it begins with, instead of chance.
    rate
        The largest step of a weight; it falls along half a cosine to nothing.

    Returns
    -------
    Recogniser
        The same on one machine for the same arguments.
    """
    import torch

    with _one_thread(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = _network()
        if start is not None:
            net.load_state_dict({name: torch.tensor(array) for name, array in start.weights.items()})
        seen, word = torch.from_numpy(log_mel(heard.sound)), torch.from_numpy(heard.word.copy())
        steps = epochs * -(-len(heard) // 64)
        adam = _Adam(list(net.parameters()))
        net.train()
        for _ in range(epochs):
            for rows in torch.randperm(len(heard)).split(64):
                net.zero_grad()
                torch.nn.functional.cross_entropy(net(seen[rows]), word[rows]).backward()
                adam.step(rate * (1 + np.cos(np.pi * adam.steps / steps)) / 2)
    return Recogniser({name: np.array(value.detach().numpy()) for name, value in net.state_dict().items()})


def lesson(name: str) -> Recogniser:
    """Train one of the stored recognisers anew, as ``python -m mlops_widgets.data.speech`` does for the file."""
    told = dict(LESSONS[_known(name)])
    epochs = told.pop("epochs")
    return train(utterances(**told), epochs=epochs, seed=told["seed"])


def recogniser(name: str = "archive") -> Recogniser:
    """A stored recogniser: ``archive``, which never heard noise, or ``yardstick``, which heard plenty of it.

    Raises
    ------
    ValueError
        If there is none of that name.

    Examples
    --------
    >>> sorted(recogniser().weights)[:2]
    ['1.weight', '13.bias']
    """
    with (files(__package__) / "weights.npz").open("rb") as file, np.load(file) as held:
        prefix = f"{_known(name)}/"
        found = {each.removeprefix(prefix): held[each] for each in held.files if each.startswith(prefix)}
    return Recogniser({each: _full(array) for each, array in found.items()})


def _full(array: npt.NDArray[np.generic]) -> npt.NDArray[Any]:  # Any: counters are whole numbers
    """Weights are stored in half precision; a network counts in single."""
    return array.astype(np.float32) if array.dtype == np.float16 else np.array(array)


def _known(name: str) -> str:
    if name not in LESSONS:
        raise ValueError(f"name must be one of {', '.join(LESSONS)}, got {name!r}: archive is the one in service.")
    return name


class _Adam:
    """The optimiser AdamW (Loshchilov and Hutter 2019); torch's own loads a compiler of 75 MB first."""

    def __init__(self, parameters: list[Any]) -> None:  # Any: tensors, as above
        self.steps = 0
        self._moments = [(each, each.detach() * 0, each.detach() * 0) for each in parameters]

    def step(self, rate: float, decay: float = 1e-3) -> None:
        import torch

        self.steps += 1
        with torch.no_grad():
            for parameter, mean, square in self._moments:
                mean.lerp_(parameter.grad, 0.1)
                square.mul_(0.999).addcmul_(parameter.grad, parameter.grad, value=0.001)
                size = (square / (1 - 0.999**self.steps)).sqrt_().add_(1e-8)
                parameter.mul_(1 - rate * decay).addcdiv_(mean, size, value=-rate / (1 - 0.9**self.steps))


@contextmanager
def _one_thread() -> Iterator[None]:
    """Such a small network is learned three times as fast by one thread as by two that wait for each other."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _network() -> Module:
    from torch import nn

    def block(before: int, after: int, stride: int) -> list[Module]:
        conv = nn.Conv2d(before, after, 3, padding=1, stride=stride, bias=False)
        return [conv, nn.BatchNorm2d(after), nn.ReLU()]

    high = -(-BANDS // 8)  # after three strides of 2
    return nn.Sequential(
        nn.Unflatten(1, (1, BANDS)), *block(1, 12, 2), *block(12, 24, 2), *block(24, 32, 2),
        nn.AdaptiveAvgPool2d((high, 3)), nn.Flatten(), nn.Dropout(0.2), nn.Linear(32 * high * 3, len(WORDS)),
    )  # fmt: skip
