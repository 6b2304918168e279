"""How does text become numbers? By the pairs of letters that occur most often (byte-pair encoding)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["SPECIAL", "tokenizer"]

SPECIAL = ("<pad>", "<end>")  # in the order of shape.PAD and shape.END


def tokenizer(texts: Iterable[str], *, vocabulary: int = 1024) -> Any:  # Any: transformers' own class
    """Train a tokenizer on texts: bytes first, then the pairs that occur most often, until the vocabulary is full.

    Parameters
    ----------
    texts
        What it learns from; the same texts give the same tokenizer.
    vocabulary
        How many tokens there are in the end, the 256 bytes and two special ones among them.

    Returns
    -------
    PreTrainedTokenizerFast
        Any text can be written in its tokens, because every byte is one.

    Examples
    --------
    >>> words = tokenizer(["the drift of the data"] * 9, vocabulary=270)
    >>> words.decode(words("the tide")["input_ids"])
    'the tide'
    """
    try:
        from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
        from transformers import PreTrainedTokenizerFast
    except ImportError as error:
        raise ImportError("a tokenizer needs the whole course: make lab EXTRAS=course, see the README") from error

    split = Tokenizer(models.BPE())
    split.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    split.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    split.train_from_iterator(texts, trainer)
    pad, end = SPECIAL
    return PreTrainedTokenizerFast(tokenizer_object=split, pad_token=pad, eos_token=end, bos_token=end)
