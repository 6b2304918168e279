"""What do a client of OpenAI's interface and this server say to each other?"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

__all__ = ["Chat", "Completion", "Message", "Record", "Refusal", "read"]

Record = dict[str, Any]  # Any: JSON


class Refusal(Exception):  # noqa: N818 - what a client gets, no fault of ours
    """A request that is not answered: a status, and why, in OpenAI's shape."""

    def __init__(self, status: int, message: str, *, code: str | None = None, param: str | None = None) -> None:
        super().__init__(message)
        kind = {401: "authentication_error", 429: "rate_limit_error", 500: "server_error", 503: "server_error"}
        self.status = status
        self.body: Record = {
            "error": {
                "message": message,
                "type": kind.get(status, "invalid_request_error"),
                "param": param,
                "code": code,
            }
        }


class Message(BaseModel):
    """One turn of a conversation."""

    role: Literal["system", "developer", "user", "assistant"]
    content: str


class _Asked(BaseModel):
    """What both kinds of question have in common; fields that this server does not know are ignored."""

    model_config = ConfigDict(extra="ignore")

    model: str
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    seed: Annotated[int, Field(ge=0, le=2**31)] | None = None
    stream: bool = False
    stream_options: Record | None = None
    n: Literal[1] = 1
    ignore_eos: bool = False  # as in vLLM: write on to the last token, for measurements

    @property
    def repeats(self) -> bool:
        """Would the same request be answered the same way again?"""
        return self.temperature == 0 or self.seed is not None

    @property
    def text(self) -> str:
        """What the model continues."""
        raise NotImplementedError

    @property
    def most(self) -> int:
        """Tokens of the answer, at most."""
        raise NotImplementedError


class Chat(_Asked):
    """The body of ``/v1/chat/completions``."""

    messages: Annotated[list[Message], Field(min_length=1)]
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=1)] | None = None

    @property
    def text(self) -> str:
        """All turns one after the other: a model that was never taught to converse continues their text."""
        return "\n".join(each.content for each in self.messages)

    @property
    def most(self) -> int:
        """As asked, or 32."""
        return self.max_completion_tokens or self.max_tokens or 32


class Completion(_Asked):
    """The body of ``/v1/completions``."""

    prompt: str
    max_tokens: Annotated[int, Field(ge=1)] = 16

    @property
    def text(self) -> str:
        """The prompt as it is."""
        return self.prompt

    @property
    def most(self) -> int:
        """As asked."""
        return self.max_tokens


def read(kind: type[Chat | Completion], body: bytes) -> Chat | Completion:
    """A body that was sent, or the refusal that names its first flaw.

    Raises
    ------
    Refusal
        With status 400.
    """
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(each) for each in first["loc"])
        if not place:
            raise Refusal(400, f"the body must be a JSON object, and was not: {first['msg']}.") from None
        given = "" if first["type"] == "missing" else f", got {first['input']!r:.60}"
        raise Refusal(
            400, f"{place}: {first['msg']}{given}.", param=place, code=f"invalid_{first['loc'][0]}"
        ) from None
