"""How is a model adapted without touching its weights? By small matrices beside them (LoRA)."""

from __future__ import annotations

import warnings
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

__all__ = ["ATTENTION", "EVERYWHERE", "adapted", "bytes_of", "extra", "trainable"]

ATTENTION = ("q_proj", "v_proj")
EVERYWHERE = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def adapted(
    model: Any,  # Any: transformers' own class
    rank: int,
    *,
    targets: tuple[str, ...] = ATTENTION,
    seed: int = 0,
) -> Any:  # Any: peft's own class
    """A copy of a model with a LoRA adapter beside its matrices; only the adapter is trained.

    Parameters
    ----------
    model
        Stays as it is.
    rank
        How many rows the adapter's matrices have: 1 or more.
    targets
        Names of the matrices that get one.
    seed
        Of the adapter's first half; the second begins at zero, so that nothing changes before it learns.

    Raises
    ------
    ValueError
        If the rank is no whole number above zero.

    Examples
    --------
    >>> from mlops_widgets.llmops import tiny
    >>> model, _ = tiny.load()
    >>> trainable(adapted(model, 4)) == extra(model, 4) == 4 * (96 + 96) * 2 * 4
    True

    References
    ----------
    Hu et al., *LoRA: low-rank adaptation of large language models*, ICLR, 2022

    """
    if isinstance(rank, bool) or not isinstance(rank, int) or rank < 1:
        raise ValueError(f"rank must be a whole number above 0, got {rank!r}; use 4 to begin with")
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(seed)
    shape = LoraConfig(
        r=rank, lora_alpha=2 * rank, lora_dropout=0.0, target_modules=list(targets), task_type="CAUSAL_LM"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks transformers by a name that will be another
        return get_peft_model(deepcopy(model), shape)


def extra(model: Any, rank: int, *, targets: tuple[str, ...] = ATTENTION) -> int:  # Any: transformers' own class
    """How many parameters an adapter has, by the formula: r (d_in + d_out), summed over its matrices."""
    shapes = [each.shape for name, each in model.named_parameters() if name.split(".")[-2] in targets]
    return sum(rank * sum(shape) for shape in shapes)


def trainable(model: Any) -> int:  # Any: transformers' or peft's own class
    """How many parameters a training would change."""
    return sum(each.numel() for each in model.parameters() if each.requires_grad)


def bytes_of(model: Any) -> int:  # Any: as above
    """Size of the weights' file that is stored: of an adapter, the adapter alone."""
    with TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        return sum(path.stat().st_size for path in Path(folder).glob("*.safetensors"))
