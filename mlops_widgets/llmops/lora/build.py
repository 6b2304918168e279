"""How is the table of trainings made? One after the other; what is done is not done again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from mlops_widgets.llmops.adapter import ATTENTION, EVERYWHERE, adapted, bytes_of, trainable
from mlops_widgets.llmops.corpus import paragraphs
from mlops_widgets.llmops.desk import tickets
from mlops_widgets.llmops.lora.grid import EVERY, STEPS, STORED, Curves, Run, runs
from mlops_widgets.llmops.perplexity import exact, perplexity
from mlops_widgets.llmops.tiny import Rows, answered, fit, load, packed

__all__ = ["build", "train"]

_BATCH = 8
_TICKETS, _OLD = 50, 32  # held-out rows that are looked at, of each text


def build(folder: Path) -> None:
    """Run every training that the folder does not hold yet, then write the table."""
    folder.mkdir(parents=True, exist_ok=True)
    for run in runs():
        file = folder / f"{run.name}.npz"
        if not file.exists():
            found = train(run)
            part = file.with_suffix(".part.npz")
            np.savez(part, **found._asdict())
            part.rename(file)
            told = f"{run.name}: {found.new[-1]:.2f} new, {found.old[-1]:.1f} old, {found.exact[-1]:.0%}"
            print(told, flush=True)  # noqa: T201 - a command prints
    _write(folder)


def train(run: Run) -> Curves:
    """Adapt the course's model to the desk as asked, and look every few steps."""
    import torch

    torch.set_num_threads(1)
    model, words = load()
    new, new_held, old, old_held = _texts(words)
    if run.place == "full":
        learner, rate = model, run.rate / 10
    else:
        targets = ATTENTION if run.place == "attention" else EVERYWHERE
        learner, rate = adapted(model, run.rank, targets=targets, seed=run.seed), run.rate
    seen: list[tuple[float, float, float]] = []
    fit(
        learner, new, steps=STEPS, batch=_BATCH, rate=rate, seed=run.seed, rehearsed=old, share=run.share,
        every=EVERY, watch=lambda _: seen.append(
            (perplexity(learner, new_held), perplexity(learner, old_held), exact(learner, new_held))
        ),
    )  # fmt: skip
    new_seen, old_seen, exact_seen = np.array(seen).T
    return Curves(new_seen, old_seen, exact_seen, trainable(learner), bytes_of(learner))


def _texts(words: Any) -> tuple[Rows, Rows, Rows, Rows]:  # Any: transformers' own class
    """Tickets to learn from, tickets to judge by, and the same of the course's text."""
    learnt, judged = (
        answered([(each.prompt, each.answer) for each in tickets(held_out=held_out)], words)
        for held_out in (False, True)
    )
    old, old_held = (packed(paragraphs(held_out=held_out), words) for held_out in (False, True))
    step = len(old_held.ids) // _OLD
    return learnt, Rows(*(each[:_TICKETS] for each in judged)), old, Rows(*(each[::step][:_OLD] for each in old_held))


def _write(folder: Path) -> None:
    """Put all trainings into one file, in the order of the grid."""
    names = [run.name for run in runs()]
    found = [dict(np.load(folder / f"{name}.npz")) for name in names]
    columns = {name: np.stack([each[name] for each in found]) for name in Curves._fields}
    kept: dict[str, Any] = {name: columns[name].astype(np.float32) for name in ("new", "old", "exact")}
    kept |= {name: columns[name].astype(np.int64) for name in ("parameters", "stored")}
    np.savez_compressed(STORED, name=np.array(names), **kept)
