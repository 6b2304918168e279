"""What can be played? The README's gallery, made from the registries of simulations and boards."""

from __future__ import annotations

from pathlib import Path

from mlops_widgets import stage

__all__ = ["block", "main"]

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "gallery"
START, END = "<!-- gallery -->", "<!-- /gallery -->"


def block() -> str:
    """The Markdown between the two marks: one row for each simulation, then one for each board."""
    rows = ["| simulation | what it does | yours to write |", "|---|---|---|"]
    for name, simulation in stage.simulations().items():
        parts = ", ".join(f"`{part}`" for part in simulation.parts) or "–"
        about = simulation.about.replace("|", "\\|")  # a bar would end the cell
        rows.append(f"| ![{name}](docs/gallery/{name}.svg)<br>`{name}` | {about} | {parts} |")
    boards = ["| board | what one does there |", "|---|---|"]
    boards += [f"| `{name}` | {board.about} |" for name, board in stage.boards().items()]
    return "\n".join([*rows, "", *boards])


def main() -> int:
    """Write the pictures and the README's block anew; returns the exit status."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, simulation in stage.simulations().items():
        picture = simulation.svg(simulation.run())
        (PICTURES / f"{name}.svg").write_text(picture + "\n", encoding="utf-8", newline="\n")
    readme = ROOT / "README.md"
    before, rest = readme.read_text("utf-8").split(START)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{START}\n{block()}\n{END}{after}", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
