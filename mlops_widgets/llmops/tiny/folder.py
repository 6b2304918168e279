"""Where do the weights lie, and how do they become a model that answers?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mlops_widgets.data.quiet import hush

__all__ = ["FOLDER", "load"]

FOLDER = Path(__file__).parent / "model"  # config.json, model.safetensors, tokenizer.json: as any folder of a model


def load(folder: Path | str = FOLDER) -> tuple[Any, Any]:  # Any: their libraries' types take minutes to read
    """Load a model and its tokenizer from a folder, without any network.

    Parameters
    ----------
    folder
        What ``save_pretrained`` wrote; the course's own model when left out.

    Returns
    -------
    LlamaForCausalLM, PreTrainedTokenizerFast
        The model in 32-bit numbers and not training; the tokenizer.

    Raises
    ------
    ImportError
        With the line to run, if PyTorch or transformers is not installed.
    FileNotFoundError
        If the folder holds no model.

    Examples
    --------
    >>> model, words = load()
    >>> 300_000 < model.num_parameters() < 700_000
    True
    """
    hush()
    try:
        import torch
        from transformers import LlamaForCausalLM, PreTrainedTokenizerFast
        from transformers.utils import logging
    except ImportError as error:
        raise ImportError("the model needs the whole course: make lab EXTRAS=course, see the README") from error
    if not (Path(folder) / "config.json").is_file():
        raise FileNotFoundError(f"folder must hold config.json and the weights, got {folder}; leave it out for ours")
    logging.disable_progress_bar()
    model = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32, local_files_only=True)
    words = PreTrainedTokenizerFast.from_pretrained(folder, local_files_only=True)
    return model.eval(), words
