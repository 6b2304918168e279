"""What does ``python -m mlops_widgets.course open FOLDER`` do? It puts the notebooks there, and keeps yours."""

import argparse
import sys
from pathlib import Path

from .workspace import copy_missing


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m mlops_widgets.course", description="The course's notebooks.")
    commands = parser.add_subparsers(dest="command", required=True)
    opened = commands.add_parser("open", help="copy the notebooks that are missing from FOLDER")
    opened.add_argument("folder", type=Path, metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    made = copy_missing(chosen.folder)
    there = [each for each in chosen.folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in each.parts]
    kept = len(there) - len(made)
    sys.stdout.write(f"{chosen.folder}: {len(made)} notebooks copied, {kept} of yours kept.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
