"""Who may ask, and how much has each of them used?"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from mlops_widgets.llmops.server.shapes import Refusal

__all__ = ["Account", "Accounts"]


@dataclass
class Account:
    """Somebody who may ask, and the sums so far."""

    name: str
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    from_cache: int = 0  # requests


class Accounts:
    """Every key and whose it is; without any key the door is open to whoever reaches it.

    Parameters
    ----------
    keys
        Key → name of its owner.
    """

    def __init__(self, keys: Mapping[str, str] | None = None) -> None:
        owners = {name: Account(name) for name in (keys or {}).values()}  # who has two keys has one account
        self._keys = {key.encode(): owners[name] for key, name in (keys or {}).items()}
        self._anybody = Account("anybody")

    def whose(self, header: str | None) -> Account:
        """The account that a header ``Authorization: Bearer …`` opens.

        Raises
        ------
        Refusal
            With status 401, in the same words for a key that is missing and one that is unknown.
        """
        if not self._keys:
            return self._anybody
        given = (header or "").removeprefix("Bearer ").strip().encode()
        found = None
        for key, account in self._keys.items():  # all of them, in a time that does not tell how much was right
            if hmac.compare_digest(key, given):
                found = account
        if found is None:
            raise Refusal(
                401, "Incorrect API key provided: send Authorization: Bearer with one that this server knows.",
                code="invalid_api_key",
            )  # fmt: skip
        return found

    def table(self) -> dict[str, Account]:
        """Name → sums so far."""
        every = self._keys.values() if self._keys else (self._anybody,)
        return {each.name: each for each in every}
