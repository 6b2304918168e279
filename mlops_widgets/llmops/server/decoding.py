"""How do many answers grow side by side in one model, when one may join or leave after every token?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mlops_widgets.llmops.tiny.shape import END, PAD

__all__ = ["Batch", "Member"]

Tensor = Any  # torch's own; its types take minutes to read


@dataclass(eq=False)
class Member:
    """One answer that grows."""

    prompt: tuple[int, ...]
    most: int  # tokens of the answer
    temperature: float = 0.0
    seed: int = 0
    is_endless: bool = False  # the token that ends an answer does not end this one
    written: list[int] = field(default_factory=list)
    chance: Any = None  # torch's generator, of its own: whoever else is in the batch changes nothing

    @property
    def is_done(self) -> bool:
        """Ended by its own token, or as long as it may be."""
        return len(self.written) >= self.most or (not self.is_endless and self.written[-1:] == [END])


class Batch:
    """The members that run, and the keys and values of all that they have read and written.

    Rows are filled up at their beginning, where the mask hides it, so that the newest tokens stand in one column.
    """

    def __init__(self, model: Any) -> None:  # Any: transformers' own class
        self.model = model
        self.members: list[Member] = []
        self._kept: list[tuple[Tensor, Tensor]] = []  # of each layer, (rows, heads, length, size)
        self._mask: Tensor = None  # (rows, length): 1 where something was read

    @property
    def tokens(self) -> int:
        """How many tokens' keys and values are kept, without what only fills up."""
        return 0 if self._mask is None else int(self._mask.sum())

    def step(self, joining: Sequence[Member] = ()) -> list[Member]:
        """One iteration: whoever runs writes one token, whoever joins reads its prompt and writes its first.

        Returns
        -------
        list of Member
            Those that are done; they have left.
        """
        import torch

        with torch.inference_mode():
            if self.members:
                self._decode()
            if joining:
                self._read(list(joining))
        done = [each for each in self.members if each.is_done]
        if done:
            self.leave(done)
        return done

    def leave(self, leaving: Sequence[Member]) -> None:
        """Take members out, and the columns that nobody needs any more."""
        stay = [at for at, each in enumerate(self.members) if each not in leaving]
        self.members = [self.members[at] for at in stay]
        if not self.members:
            self._kept, self._mask = [], None
            return
        mask = self._mask[stay]
        begin = int(mask.any(0).int().argmax())
        self._mask = mask[:, begin:]
        self._kept = [(keys[stay][:, :, begin:], values[stay][:, :, begin:]) for keys, values in self._kept]

    def _decode(self) -> None:
        import torch
        from transformers import DynamicCache

        cache = DynamicCache()
        for layer, (keys, values) in enumerate(self._kept):
            cache.update(keys, values, layer)
        ids = torch.tensor([[each.written[-1]] for each in self.members])
        places = self._mask.sum(1, keepdim=True)
        self._mask = torch.cat([self._mask, torch.ones_like(places)], 1)
        said = self.model(
            input_ids=ids, attention_mask=self._mask, position_ids=places, past_key_values=cache, use_cache=True
        )
        self._kept = [(layer.keys, layer.values) for layer in said.past_key_values.layers]
        self._write(self.members, said.logits[:, -1])

    def _read(self, joining: list[Member]) -> None:
        import torch

        length = max(len(each.prompt) for each in joining)
        ids = torch.tensor([[PAD] * (length - len(each.prompt)) + list(each.prompt) for each in joining])
        mask = torch.tensor([[0] * (length - len(each.prompt)) + [1] * len(each.prompt) for each in joining])
        places = (mask.cumsum(1) - 1).clamp(min=0)
        said = self.model(input_ids=ids, attention_mask=mask, position_ids=places, use_cache=True)
        fresh = [(layer.keys, layer.values) for layer in said.past_key_values.layers]
        self._write(joining, said.logits[:, -1])
        if self.members:
            fresh = [
                (_under(old[0], new[0]), _under(old[1], new[1])) for old, new in zip(self._kept, fresh, strict=True)
            ]
            mask = _under(self._mask[:, None, :, None], mask[:, None, :, None])[:, 0, :, 0]
        self._kept, self._mask = fresh, mask
        self.members = [*self.members, *joining]

    def _write(self, members: list[Member], scores: Tensor) -> None:
        import torch

        likeliest = scores.argmax(-1).tolist()
        for row, (each, best) in enumerate(zip(members, likeliest, strict=True)):
            token = best
            if each.temperature > 0:
                if each.chance is None:
                    each.chance = torch.Generator().manual_seed(each.seed)
                chances = torch.softmax(scores[row] / each.temperature, -1)
                token = int(torch.multinomial(chances, 1, generator=each.chance))
            each.written.append(token)


def _under(above: Tensor, below: Tensor) -> Tensor:
    """Rows of both, one under the other; the shorter ones are filled up at their beginning."""
    import torch

    length = max(above.shape[2], below.shape[2])
    pad = torch.nn.functional.pad
    return torch.cat([pad(each, (0, 0, length - each.shape[2], 0)) for each in (above, below)])
