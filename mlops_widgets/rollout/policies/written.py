"""How is a policy written for people, and read again?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, TypeVar

from mlops_widgets.data.written import from_yaml

from .checks import CHECKS, Check
from .errors import PolicyError
from .step import Step

if TYPE_CHECKING:
    from .policy import Policy

__all__ = ["read", "write"]

Kind = TypeVar("Kind", bound="Policy")


def write(policy: Policy) -> str:
    """A policy as YAML: steps and checks a line each, defaults left out."""
    import yaml

    def flow(value: dict[str, Any]) -> str:
        return str(yaml.safe_dump(value, default_flow_style=True, sort_keys=False, width=1000)).strip()

    words = {kind: word for word, kind in CHECKS.items()}
    checks = [{words[type(each)]: each.metric, **_said(each, ("metric",))} for each in policy.checks]
    steps = [{"share": each.share, **_said(each, ("share",))} for each in policy.steps]
    head = {"policy": policy.name, "interval": policy.interval, "redeploy": policy.redeploy}
    lines = [yaml.safe_dump(head, sort_keys=False).rstrip()]
    for name, entries in (("checks", checks), ("steps", steps)):
        lines += [f"{name}:" if entries else f"{name}: []", *(f"- {flow(each)}" for each in entries)]
    return "\n".join(lines) + "\n"


def read(text: str, kind: type[Kind]) -> Kind:
    """The policy that a text describes; a PolicyError names what does not fit."""
    try:
        found = from_yaml(text)
    except ValueError as error:
        raise PolicyError(f"the policy {error}") from None
    if not isinstance(found, Mapping):
        raise PolicyError(f"the policy must be keys and values, got {text!r:.60}: begin with policy: canary.")
    known = ("policy", "interval", "redeploy", "checks", "steps")
    _known(found, known, "the policy")
    if "policy" not in found:
        raise PolicyError("the policy must have a name: begin with policy: canary.")
    rest = {name: found[name] for name in ("interval", "redeploy") if name in found}
    steps = tuple(_step(each) for each in _list(found, "steps"))
    return kind(found["policy"], steps, tuple(_check(each) for each in _list(found, "checks")), **rest)


def _said(value: Step | Check, but: tuple[str, ...]) -> dict[str, Any]:
    """The fields that are not as they are when nothing is said."""
    return {
        each.name: getattr(value, each.name)
        for each in fields(value)
        if each.name not in but and getattr(value, each.name) != each.default
    }


def _list(found: Mapping[str, Any], name: str) -> list[Any]:
    if not isinstance(entries := found.get(name, []), list):
        raise PolicyError(f"{name} must be a list, got {entries!r:.60}: begin each line with a dash.")
    return entries


def _known(found: Mapping[str, Any], known: tuple[str, ...], what: str) -> None:
    if unknown := [str(each) for each in found if each not in known]:
        raise PolicyError(f"{what} has no {', '.join(unknown)}: it has {', '.join(known)}.")


def _step(entry: object) -> Step:
    if not isinstance(entry, Mapping):
        raise PolicyError(f"a step must be keys and values, got {entry!r:.60}: write {{share: 5}}.")
    _known(entry, tuple(each.name for each in fields(Step)), "a step")
    if missing := [each.name for each in fields(Step) if each.default is MISSING and each.name not in entry]:
        raise PolicyError(f"a step must say {', '.join(missing)}: write {{share: 5}}.")
    return Step(**entry)


def _check(entry: object) -> Check:
    words = [word for word in CHECKS if isinstance(entry, Mapping) and word in entry]
    if not isinstance(entry, Mapping) or len(words) != 1:
        raise PolicyError(
            f"a check must name one of {', '.join(CHECKS)}, got {entry!r:.60}: "
            "write {threshold: errors, above: 0.02}."
        )
    kind = CHECKS[words[0]]
    known = tuple(each.name for each in fields(kind) if each.name != "metric")
    _known({name: value for name, value in entry.items() if name != words[0]}, known, f"the check {words[0]}")
    return kind(entry[words[0]], **{name: value for name, value in entry.items() if name != words[0]})
