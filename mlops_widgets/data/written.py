"""What does a text in YAML hold, if every key in it may stand but once?"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

__all__ = ["from_yaml"]


def from_yaml(text: str) -> Any:  # Any: whatever YAML can hold
    """What the text holds: mappings, lists, text, numbers, dates.

    Raises
    ------
    ValueError
        When the text is no YAML, or a key stands twice, of which YAML itself would take the last in silence.

    Examples
    --------
    >>> from_yaml("share: 5")
    {'share': 5}
    """
    import yaml

    try:
        return yaml.load(text, _once())
    except yaml.YAMLError as error:
        raise ValueError(f"must be YAML, and this is not ({' '.join(str(error).split())}).") from None


@cache
def _once() -> type[yaml.SafeLoader]:
    import yaml

    class Once(yaml.SafeLoader):  # type: ignore[misc]  # yaml ships no types
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
            seen: list[object] = []  # a key may be a list, which no set takes
            for key, _ in node.value:
                if key.value in seen:
                    line = key.start_mark.line + 1
                    raise ValueError(
                        f"must have {key.value} once in a mapping, got it again in line {line}: drop one."
                    )
                seen.append(key.value)
            return dict(super().construct_mapping(node, deep))

    return Once
