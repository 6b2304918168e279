"""How do tokens become the JSON of an answer, whole or piece by piece?"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from mlops_widgets.llmops.server.shapes import Chat, Completion, Record, Refusal
from mlops_widgets.llmops.tiny.shape import END

__all__ = ["Answer", "Wire", "chunk", "whole"]


class Answer(NamedTuple):
    """An answer, or its beginning."""

    text: str
    tokens: int
    prompt_tokens: int
    finish: str  # "stop" or "length"; empty while it grows
    number: int  # of the request, in its identity


class Wire:
    """Between text on one side and tokens on the other.

    Parameters
    ----------
    words
        The tokenizer.
    name
        What clients call the model.
    longest
        Tokens that a prompt and its answer may have together.
    """

    def __init__(self, words: Any, name: str, longest: int) -> None:  # Any: transformers' own class
        self._words, self.name, self._longest = words, name, longest

    def admitted(self, asked: Chat | Completion) -> tuple[int, ...]:
        """The prompt's tokens, if the request can be served at all.

        Raises
        ------
        Refusal
            With status 404 for another model, 400 for what does not fit.
        """
        if asked.model != self.name:
            words = f"The model {asked.model!r} does not exist here; {self.name!r} does."
            raise Refusal(404, words, code="model_not_found", param="model")
        prompt = tuple(self._words(asked.text)["input_ids"]) or (END,)
        if len(prompt) + asked.most > self._longest:
            raise Refusal(
                400,
                f"This model reads and writes {self._longest} tokens at most; {len(prompt)} in the prompt and "
                f"{asked.most} in the answer are more. Shorten one of them.",
                code="context_length_exceeded",
                param="messages" if isinstance(asked, Chat) else "prompt",
            )
        return prompt

    def said(self, prompt: tuple[int, ...], written: list[int], number: int, *, is_over: bool) -> Answer:
        """The answer so far; half a letter is held back until its other bytes are there."""
        ended = written[-1] == END
        text = self._words.decode(written[:-1] if ended else written)
        finish = ("stop" if ended else "length") if is_over else ""
        text = text if is_over else text.rstrip("\ufffd")
        return Answer(text, len(written), len(prompt), finish, number)


def whole(answer: Answer, asked: Chat | Completion, wire: Wire) -> Record:
    """The answer in one piece."""
    said: Record = (
        {"message": {"role": "assistant", "content": answer.text}}
        if isinstance(asked, Chat)
        else {"text": answer.text}
    )
    choice = {"index": 0, "finish_reason": answer.finish, "logprobs": None, **said}
    return _frame(answer, asked, wire, "") | {"choices": [choice], "usage": _usage(answer)}


def chunk(answer: Answer, added: str, asked: Chat | Completion, wire: Wire, *, usage: bool = False) -> Record:
    """One piece of it; the last may tell the usage and nothing else."""
    said: Record = {"delta": {"role": "assistant", "content": added}} if isinstance(asked, Chat) else {"text": added}
    choice = {"index": 0, "finish_reason": answer.finish or None, "logprobs": None, **said}
    frame = _frame(answer, asked, wire, ".chunk" if isinstance(asked, Chat) else "")
    return frame | ({"choices": [], "usage": _usage(answer)} if usage else {"choices": [choice]})


def _frame(answer: Answer, asked: Chat | Completion, wire: Wire, ending: str) -> Record:
    kind, start = ("chat.completion", "chatcmpl") if isinstance(asked, Chat) else ("text_completion", "cmpl")
    return {
        "id": f"{start}-{answer.number}",
        "object": kind + ending,
        "created": int(time.time()),
        "model": wire.name,
    }


def _usage(answer: Answer) -> Record:
    return {
        "prompt_tokens": answer.prompt_tokens,
        "completion_tokens": answer.tokens,
        "total_tokens": answer.prompt_tokens + answer.tokens,
    }
