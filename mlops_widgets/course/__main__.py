"""What does ``python -m mlops_widgets.course`` do? It brings the notebooks, prints a plan, writes your record."""

import argparse
import sys
from pathlib import Path

from .overview import plan
from .plans import plans
from .record import record
from .workspace import copy_missing


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m mlops_widgets.course", description="The course's notebooks.")
    commands = parser.add_subparsers(dest="command", required=True)
    opened = commands.add_parser("open", help="copy the notebooks that are missing from FOLDER")
    opened.add_argument("folder", type=Path, metavar="FOLDER")
    planned = commands.add_parser("plan", help="print one way through the course")
    planned.add_argument("name", choices=list(plans()), metavar="NAME", help=", ".join(plans()))
    recorded = commands.add_parser("record", help="write what you have done so far as a page")
    recorded.add_argument("file", type=Path, metavar="FILE", help="e.g. record.html")
    chosen = parser.parse_args(arguments)
    if chosen.command == "record":
        sys.stdout.write(f"{record().save(chosen.file)}\n")
        return 0
    if chosen.command == "plan":
        sys.stdout.write(f"{plan(chosen.name)}\n")
        return 0
    made = copy_missing(chosen.folder)
    there = [each for each in chosen.folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in each.parts]
    kept = len(there) - len(made)
    sys.stdout.write(f"{chosen.folder}: {len(made)} notebooks copied, {kept} of yours kept.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
