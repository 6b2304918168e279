"""Where do JupyterLab's files go? Into a folder named after their content: a browser keeps each address for ever.

Jupyter Server calls everything of an extension immutable: under an address that stays the same, an upgrade would not
arrive, or arrive in half. So the folder's name is made here, when the package is built or installed, and so is the
package.json that names it; nothing of it is in git.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HOME = "share/jupyter/labextensions/mlops-widgets"


class Addresses(BuildHookInterface):
    """Adds the extension, and the player it loads, to the wheel's shared data."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's own
        """Say what goes where, and write the package.json that tells JupyterLab."""
        root = Path(self.root)
        extension, player = root / "mlops_widgets" / "lab" / "extension", root / "mlops_widgets" / "stage" / "player"
        places = {path.name: path for path in extension.glob("static/*.js")}
        for path in (*player.rglob("*.js"), *player.rglob("*.css")):
            places[f"player/{path.relative_to(player).as_posix()}"] = path
        content = hashlib.sha256()
        for name in sorted(places):
            content.update(name.encode() + b"\0" + places[name].read_bytes() + b"\0")
        folder = f"static/{content.hexdigest()[:16]}"
        told = json.loads((extension / "package.json").read_text("utf-8"))
        told["version"] = self.metadata.version
        told["jupyterlab"]["_build"]["load"] = f"{folder}/remoteEntry.js"
        written = root / "build" / "labextension" / "package.json"
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        shared = {str(path): f"{HOME}/{folder}/{name}" for name, path in places.items()}
        shared[str(written)] = f"{HOME}/package.json"
        shared[str(extension / "install.json")] = f"{HOME}/install.json"
        build_data["shared_data"].update(shared)
