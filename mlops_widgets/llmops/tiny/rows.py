"""How does text become rows that a model can learn from, and which of their tokens count?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from mlops_widgets.llmops.tiny.shape import END, PAD

__all__ = ["UNCOUNTED", "Rows", "answered", "packed"]

UNCOUNTED = -100  # transformers' own label of a token that the loss leaves out

Tokens = Any  # a torch tensor of whole numbers; its library's types take minutes to read


class Rows(NamedTuple):
    """Tokens, and the same again with those left out that do not count; both of shape (rows, length)."""

    ids: Tokens
    labels: Tokens

    def at(self, places: Tokens) -> Rows:
        """Some of the rows."""
        return Rows(self.ids[places], self.labels[places])

    def __add__(self, other: object) -> Rows:
        """The rows of both, one under the other; the shorter ones are filled up."""
        import torch

        if not isinstance(other, Rows):
            return NotImplemented
        length = max(self.ids.shape[1], other.ids.shape[1])
        return Rows(*(torch.cat(both) for both in zip(_filled(self, length), _filled(other, length), strict=True)))


def packed(texts: Iterable[str], words: Any, *, length: int = 64) -> Rows:  # Any: transformers' own class
    """Texts one after the other, each ended by its token, cut into rows of equal length; the last piece is dropped.

    Every token counts but the first of a row, which nothing foretells.
    """
    import torch

    flat = [token for ids in words(list(texts))["input_ids"] for token in (*ids, END)]
    rows = len(flat) // length
    ids = torch.tensor(flat[: rows * length]).view(rows, length)
    return Rows(ids, ids)


def answered(pairs: Iterable[tuple[str, str]], words: Any) -> Rows:  # Any: transformers' own class
    """Prompts with their answers, one a row; only the answers count, and the token that ends them.

    Returns
    -------
    Rows
        As long as the longest; the others are filled up behind, where no token before can see it.
    """
    import torch

    split = [[*words([prompt, answer])["input_ids"]] for prompt, answer in pairs]
    ids = [torch.tensor([*prompt, *answer, END]) for prompt, answer in split]
    labels = [torch.tensor([UNCOUNTED] * len(prompt) + answer + [END]) for prompt, answer in split]
    pad = torch.nn.utils.rnn.pad_sequence
    return Rows(pad(ids, True, PAD), pad(labels, True, UNCOUNTED))


def _filled(rows: Rows, length: int) -> Rows:
    import torch

    behind = (0, length - rows.ids.shape[1])
    pad = torch.nn.functional.pad
    return Rows(pad(rows.ids, behind, value=PAD), pad(rows.labels, behind, value=UNCOUNTED))
