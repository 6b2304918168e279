"""What is the model made of? A decoder like the large ones, with everything small."""

from __future__ import annotations

from typing import Any

__all__ = ["END", "PAD", "config", "decoder"]

PAD, END = 0, 1  # the first two tokens: fills a row up; ends a text

_SMALL = {
    "hidden_size": 96,
    "intermediate_size": 256,
    "num_hidden_layers": 4,
    "num_attention_heads": 4,
    "num_key_value_heads": 4,
    "max_position_embeddings": 256,
    "tie_word_embeddings": True,
}


def config(vocabulary: int, **changes: object) -> Any:  # Any: transformers' own class
    """The shape of the course's model as a ``LlamaConfig``; any part of it may be changed.

    Examples
    --------
    >>> config(1024).num_hidden_layers
    4
    """
    from transformers import LlamaConfig

    shape = _SMALL | {"vocab_size": vocabulary, "pad_token_id": PAD, "bos_token_id": END, "eos_token_id": END}
    return LlamaConfig(**(shape | changes))


def decoder(vocabulary: int, *, seed: int = 0, **changes: object) -> Any:  # Any: transformers' own class
    """A fresh model that knows nothing, the same for the same seed.

    Examples
    --------
    >>> decoder(1024).num_parameters()
    541536
    """
    import torch
    from transformers import LlamaForCausalLM

    torch.manual_seed(seed)
    return LlamaForCausalLM(config(vocabulary, **changes))
