"""How does a model fit into a quarter of its bytes? Each weight in eight bits, and what it costs."""

from __future__ import annotations

import io
import warnings
from copy import deepcopy
from typing import Any

__all__ = ["agreement", "quantised", "size"]


def quantised(model: Any) -> Any:  # Any: transformers' own class
    """A copy whose matrices are stored as whole numbers of eight bits; what flows through them is rounded on the way.

    PyTorch's own dynamic quantisation: each matrix gets one scale, and the inputs of a layer one of their own each
    time. The table of tokens stays as it is.

    Examples
    --------
    >>> from mlops_widgets.llmops import tiny
    >>> model, _ = tiny.load()
    >>> size(quantised(model)) < size(model) / 2
    True
    """
    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its authors move it to another package; this one still comes with torch
        return torch.ao.quantization.quantize_dynamic(deepcopy(model), {torch.nn.Linear}, dtype=torch.qint8)


def size(model: Any) -> int:  # Any: as above
    """Bytes of its weights in a file."""
    import torch

    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        torch.save(model.state_dict(), file)
    return file.getbuffer().nbytes


def agreement(model: Any, other: Any, ids: Any) -> float:  # Any: as above, and a tensor of tokens
    """Share (0-1) of the places at which two models hold the same token to be the likeliest next one."""
    import torch

    with torch.inference_mode(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        mine, theirs = (each(input_ids=ids).logits.argmax(-1) for each in (model, other))
    return float((mine == theirs).float().mean())
