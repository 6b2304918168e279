"""How does a model learn text? The loss of the next token, a step downhill, again."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi
from typing import Any

from mlops_widgets.llmops.tiny.rows import Rows

__all__ = ["fit"]

_WARM = 10  # steps in which the rate rises


def fit(
    model: Any,  # Any: transformers' or peft's own class
    rows: Rows,
    *,
    steps: int,
    batch: int = 16,
    rate: float = 2e-3,
    seed: int = 0,
    rehearsed: Rows | None = None,
    share: float = 0.0,
    watch: Callable[[int], None] | None = None,
    every: int = 10,
) -> list[float]:
    """Train the parameters that are not frozen, by AdamW with a rate that rises shortly and falls as a cosine.

    Parameters
    ----------
    model
        A language model.
    rows
        What it learns; each batch is drawn from them, with replacement.
    steps, batch, rate
        How often, on how many rows, and how far at most.
    seed
        Of the batches.
    rehearsed, share
        Rows of another text, and which share (0-1) of each batch is drawn from them.
    watch
        Called with the number of steps done: before the first, after every ``every`` steps and after the last.

    Returns
    -------
    list of float
        The loss of each step's batch, in nats a token.

    References
    ----------
    Loshchilov and Hutter, *Decoupled weight decay regularization*, ICLR, 2019

    """
    import torch

    draw = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    parameters = [each for each in model.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01, betas=(0.9, 0.95))
    old, losses = round(share * batch) if rehearsed is not None else 0, []
    for step in range(steps):
        if watch is not None and step % every == 0:
            watch(step)
        model.train()
        for group in optimiser.param_groups:
            group["lr"] = rate * (0.5 + 0.5 * cos(pi * step / steps)) * min(1.0, (step + 1) / _WARM)
        some = rows.at(torch.randint(len(rows.ids), (batch - old,), generator=draw))
        if old and rehearsed is not None:
            some += rehearsed.at(torch.randint(len(rehearsed.ids), (old,), generator=draw))
        loss = model(input_ids=some.ids, labels=some.labels).loss
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        losses.append(float(loss.detach()))
    model.eval()
    if watch is not None:
        watch(steps)
    return losses
