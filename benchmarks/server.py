"""Where are widgets measured? In a real JupyterLab of its own, opened in a real browser; both are closed after."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import BrowserContext, Page, sync_playwright

__all__ = ["Lab", "browser", "lab", "write"]

PATIENCE = 60  # seconds for a server to come up, or a notebook to open

QUIET = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings": {"autosave": False},
}

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
FLAGS += ["--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]

READY = "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.status === 'idle'"
RESTART = """async () => {
  const { sessionContext } = jupyterapp.shell.currentWidget.context;
  await jupyterapp.commands.execute("notebook:clear-all-cell-outputs");
  await sessionContext.session.kernel.restart();
  while (sessionContext.session.kernel.status !== "idle") await new Promise((done) => setTimeout(done, 50));
  await sessionContext.session.kernel.requestExecute({ code: "" }).done;
}"""


class Lab:
    """A running JupyterLab."""

    def __init__(self, folder: Path, url: str, token: str) -> None:
        self.folder = folder
        self.url = url
        self.token = token

    def open(self, page: Page, notebook: str) -> None:
        """Show a notebook, its kernel up and at rest."""
        page.goto(f"{self.url}lab/tree/{notebook}?token={self.token}&reset")
        page.wait_for_function(READY, timeout=1000 * PATIENCE)

    def restart(self, page: Page) -> None:
        """A fresh kernel, and no output left of the former one."""
        page.evaluate(RESTART)


@contextmanager
def lab(folder: Path, *options: str) -> Iterator[Lab]:
    """Serve ``folder`` on a free port of this computer, with settings and workspaces of its own."""
    home = folder / ".lab"
    for name, settings in QUIET.items():
        file = home / "settings" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += ["--ServerApp.port=0", f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    command += [f"--LabApp.user_settings_dir={home / 'settings'}", f"--LabApp.workspaces_dir={home / 'workspaces'}"]
    places = {f"JUPYTER_{name}_DIR": str(home / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    with (folder / "lab.log").open("w", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*command, *options], env={**os.environ, **places}, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield Lab(folder, *_address(server, home / "runtime"))
    finally:
        server.terminate()
        server.wait(20)


def _address(server: subprocess.Popen[bytes], runtime: Path) -> tuple[str, str]:
    """Where the server listens, read from the file that it writes once it does."""
    file = runtime / f"jpserver-{server.pid}.json"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        if file.exists() and file.read_text(encoding="utf-8").endswith("}"):
            told = json.loads(file.read_text(encoding="utf-8"))
            return told["url"].replace("localhost", "127.0.0.1"), told["token"]
        time.sleep(0.1)
    raise RuntimeError("JupyterLab did not come up: see lab.log beside the notebooks.")


@contextmanager
def browser(script: str) -> Iterator[BrowserContext]:
    """The installed Chromium, cut off from the network, with ``script`` in each page before the page's own."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise RuntimeError("These benchmarks need Chromium: install the system's package, e.g. apt install chromium.")
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = program.new_context(viewport={"width": 1400, "height": 1000})
        context.add_init_script(script)
        yield context
        program.close()


def write(path: Path, *cells: str) -> dict[str, Any]:  # Any: notebook JSON
    """A notebook of these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return notebook
