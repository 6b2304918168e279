"""How is the course's own small language model loaded? As any other: from a folder, with its tokenizer."""

from mlops_widgets.llmops.tiny.folder import FOLDER, load
from mlops_widgets.llmops.tiny.learning import fit
from mlops_widgets.llmops.tiny.rows import Rows, answered, packed
from mlops_widgets.llmops.tiny.shape import config, decoder
from mlops_widgets.llmops.tiny.splitting import tokenizer

__all__ = ["FOLDER", "Rows", "answered", "config", "decoder", "fit", "load", "packed", "tokenizer"]
