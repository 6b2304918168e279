"""How is a policy written down as YAML, and what is said when the text cannot be read?"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

from mlops_widgets.data.written import from_yaml

from .policy import Policy, Recovery, Rule, When
from .steps import PolicyError, Step, hours, span

__all__ = ["read", "write"]

_KEYS = ("policy", "rules", "fallback", "recover", "cooldown", "margin")
Kind = TypeVar("Kind", bound=Policy)


def write(policy: Policy) -> str:
    """The policy as YAML that reads like a runbook."""
    import yaml

    told = {
        "policy": policy.name,
        "rules": [{"when": _when(rule.when), "do": list(map(str, rule.do))} for rule in policy.rules],
        "fallback": policy.fallback,
        "recover": {"after": span(policy.recover.after), "do": list(map(str, policy.recover.do))},
        "cooldown": span(policy.cooldown),
        "margin": policy.margin,
    }
    return str(yaml.safe_dump(told, sort_keys=False, allow_unicode=True, default_flow_style=None, width=1000))


def read(text: str, kind: type[Kind]) -> Kind:
    """The policy that the text describes, or a sentence."""
    try:
        told = from_yaml(text)
    except ValueError as error:
        raise PolicyError(f"a policy {error}") from None
    fields = _keys(told, "the policy", _KEYS, needed=("policy", "rules"))
    rules = tuple(_rule(each, f"rule {i}") for i, each in enumerate(_list(fields["rules"], "rules"), 1))
    options: dict[str, object] = {name: fields[name] for name in ("fallback", "margin") if name in fields}
    if "recover" in fields:
        options["recover"] = _recovery(fields["recover"])
    if "cooldown" in fields:
        options["cooldown"] = hours(fields["cooldown"], "cooldown")
    return kind(fields["policy"], rules, **options)  # type: ignore[arg-type]  # the policy checks what came


def _when(when: When) -> dict[str, object]:
    line = {"above": when.above} if when.above is not None else {"below": when.below}
    return {"feature": when.feature, "measure": when.measure, **line}


def _rule(told: object, where: str) -> Rule:
    fields = _keys(told, where, ("when", "do"), needed=("when", "do"))
    when = _keys(fields["when"], f"{where}, when", ("feature", "measure", "above", "below"), ("feature", "measure"))
    try:
        return Rule(When(**when), _steps(fields["do"]))  # type: ignore[arg-type]  # When checks what came
    except PolicyError as error:
        raise PolicyError(f"{where}: {error}") from None


def _recovery(told: object) -> Recovery:
    fields = _keys(told, "recover", ("after", "do"), needed=())
    try:
        after = {"after": hours(fields["after"], "after")} if "after" in fields else {}
        return Recovery(do=_steps(fields.get("do", [])), **after)
    except PolicyError as error:
        raise PolicyError(f"recover: {error}") from None


def _steps(told: object) -> tuple[Step, ...]:
    return tuple(Step.read(each) for each in _list(told, "do"))


def _list(told: object, name: str) -> list[object]:
    if not isinstance(told, list):
        raise PolicyError(f"{name} must be a list, got {told!r:.60}: begin each line with a dash.")
    return told


def _keys(told: object, where: str, known: tuple[str, ...], needed: tuple[str, ...]) -> dict[str, object]:
    """The keys of a mapping, none unknown, none missing."""
    if not isinstance(told, Mapping):
        raise PolicyError(f"{where} must hold {', '.join(known)}, got {told!r:.60}.")
    for key in told:
        if key not in known:
            close = get_close_matches(str(key), known, 1)
            hint = f"did you mean {close[0]!r}?" if close else "drop it."
            raise PolicyError(f"{where} must hold only {', '.join(known)}, got {key!r}: {hint}")
    if absent := [key for key in needed if key not in told]:
        raise PolicyError(f"{where} must hold {absent[0]!r}, got only {', '.join(map(str, told)) or 'nothing'}.")
    return dict(told)
