"""How surprised is a language model by a text, and how surprised would one be that knows less?"""

from __future__ import annotations

from math import exp
from typing import Any

import numpy as np

from mlops_widgets.llmops.tiny.rows import UNCOUNTED, Rows

__all__ = ["exact", "perplexity", "unigram"]

_AT_ONCE = 64  # rows


def perplexity(model: Any, rows: Rows) -> float:  # Any: transformers' or peft's own class
    """Perplexity: among how many tokens a model is, on average, as unsure as if all were equally likely.

    The exponential of the mean loss of the tokens that count. A model that knows nothing has the size of its
    vocabulary, a perfect one has 1.

    Examples
    --------
    >>> from mlops_widgets.llmops import corpus, tiny
    >>> model, words = tiny.load()
    >>> held_out = tiny.packed(corpus.paragraphs(held_out=True)[:20], words)
    >>> 1 < perplexity(model, held_out) < len(words) / 10
    True
    """
    loss, _, counted = _looked(model, rows)
    return exp(loss / counted.sum())


def exact(model: Any, rows: Rows) -> float:  # Any: as above
    """Share (0-1) of the rows whose counted tokens a model would write just so, always taking the likeliest.

    One look at all tokens at once is enough: if each is the likeliest after those before it, a model that writes one
    after the other writes them all.
    """
    _, right, counted = _looked(model, rows)
    return float((right == counted).mean())


def unigram(known: Rows, rows: Rows, vocabulary: int) -> float:
    """The perplexity of the simplest rule: each token as often as it stands in the known rows, whatever is before it.

    One is added to every count, so that no token is impossible.
    """
    counts = np.bincount(known.ids.flatten().numpy(), minlength=vocabulary) + 1
    asked = rows.labels[:, 1:].flatten().numpy()
    return float(np.exp(-np.log(counts / counts.sum())[asked[asked != UNCOUNTED]].mean()))


def _looked(model: Any, rows: Rows) -> tuple[float, np.ndarray, np.ndarray]:  # Any: as above
    """The summed loss, and for each row how many tokens are the likeliest ones, and how many count."""
    import torch

    model.eval()
    loss, right, counted = 0.0, [], []
    with torch.inference_mode():
        for ids, labels in zip(rows.ids.split(_AT_ONCE), rows.labels.split(_AT_ONCE), strict=True):
            said, asked = model(input_ids=ids).logits[:, :-1], labels[:, 1:]
            flat = torch.nn.functional.cross_entropy(
                said.flatten(0, 1), asked.flatten(), ignore_index=UNCOUNTED, reduction="sum"
            )
            loss += float(flat)
            counts = asked != UNCOUNTED
            right.append(((said.argmax(-1) == asked) & counts).sum(1))
            counted.append(counts.sum(1))
    return loss, torch.cat(right).numpy(), torch.cat(counted).numpy()
