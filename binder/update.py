"""Which packages does Binder install? All that pip brings for the extras of `light`, as constraints.txt pins it.

Run ``python binder/update.py`` in an environment that has these extras, after any change of pyproject.toml
or constraints.txt; it writes requirements.txt beside it.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

__all__ = ["BINDER", "EXTRAS", "closure", "direct", "pins", "written"]

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = tuple(sorted(Requirement(PROJECT["optional-dependencies"]["light"][0]).extras))
BINDER = {  # what Binder's image answers to a requirement's marker
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
}
HEAD = "# What pip brings for .[light], pinned. Written by: python binder/update.py\n"


def pins() -> dict[str, str]:
    """Name to version, from constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition(";")[0].partition("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name.strip()): version.strip() for name, _, version in pairs}


def direct() -> list[Requirement]:
    """What pyproject.toml asks for, with the extras that `light` names."""
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *(line for each in EXTRAS for line in extras[each])]
    return [Requirement(line) for line in asked]


def closure(wanted: list[Requirement]) -> set[str]:
    """Every package that these requirements lead to on Binder's image, read from what is installed here."""
    seen: set[tuple[str, str]] = set()
    while wanted:
        requirement = wanted.pop()
        for extra in ("", *requirement.extras):
            package = (canonicalize_name(requirement.name), extra)
            if package not in seen:
                seen.add(package)
                wanted += _needs(*package)
    return {name for name, _ in seen}


def _needs(name: str, extra: str) -> list[Requirement]:
    asked = [Requirement(line) for line in distribution(name).requires or ()]
    return [each for each in asked if each.marker is None or each.marker.evaluate({**BINDER, "extra": extra})]


def written() -> str:
    """The text of requirements.txt."""
    versions = pins()
    return HEAD + "".join(f"{name}=={versions[name]}\n" for name in sorted(closure(direct())))


if __name__ == "__main__":
    (ROOT / "binder" / "requirements.txt").write_text(written(), encoding="utf-8", newline="\n")
