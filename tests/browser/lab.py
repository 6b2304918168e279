"""How is a notebook run as a learner runs it? A real JupyterLab, a real kernel, a real Chromium."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
TOKEN = "of-this-test-alone"
# JupyterLab's own: what it drops when a kernel is restarted, or a notebook closed, it reports as an error.
# "Unhandled error" is what was thrown without any Error, seen once, by whom is not known; ours always throw one.
THEIRS = ("Error: Canceled future", "Disposed", "Error: Disposed", "Unhandled error")
# Seen once in some thousand notebooks: a node is taken away twice. It is JupyterLab's where no line of ours was running.
TWICE = "Failed to execute 'removeChild' on 'Node'"
BROKEN = "broken"  # a kernel that ends as soon as it starts
# What makes a used kernel one that has imported much and done nothing: no widget, no name, its first environment.
EMPTY = """
import os
from ipywidgets import Widget
Widget.close_all()
os.environ.update({name: os.environ[f"FIRST_{name}"] for name in ("MLOPS_PROGRESS", "MLOPS_BOARDS")})
get_ipython().reset(new_session=True)
"""


def is_theirs(error: str) -> bool:
    """Is this error of the page, with its stack, one of JupyterLab's own?"""
    places = re.findall(r"^ +at .*?(\S+):\d+:\d+\)?$", error, re.MULTILINE)
    return error.startswith(THEIRS) or (
        TWICE in error and bool(places) and all("/static/lab/" in place for place in places)
    )


def chromium() -> str | None:
    """Where the machine's own Chromium is."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def serve(folder: Path, *options: str) -> Iterator[str]:
    """A JupyterLab of its own over ``folder``; yields its address, and is stopped by its own pid."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = folder / ".home"
    home.mkdir(exist_ok=True)
    broken = home / "jupyter_data_dir" / "kernels" / BROKEN
    broken.mkdir(parents=True, exist_ok=True)
    spec = {
        "argv": [sys.executable, "-c", "raise SystemExit('as it shall')", "{connection_file}"],
        "display_name": BROKEN,
        "language": "none",
    }
    (broken / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    overrides = home / "lab" / "settings"
    overrides.mkdir(parents=True, exist_ok=True)
    quiet = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
    (overrides / "overrides.json").write_text(json.dumps(quiet), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    command += [f"--ServerApp.root_dir={folder}", "--LabApp.expose_app_in_browser=True"]
    command += ["--JupyterNotebookApp.expose_app_in_browser=True"]
    command += [f"--LabApp.app_settings_dir={overrides}", *options]
    names = ("JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR")
    own = {"HOME": home, "MLOPS_PROGRESS": home / "progress.jsonl", "MLOPS_BOARDS": home / "boards"}
    own |= {f"FIRST_{name}": place for name, place in own.items()}
    own |= {name: home / name.lower() for name in names}
    environment = os.environ | {name: str(place) for name, place in own.items()}
    log = (home / "server.log").open("w", encoding="utf-8")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url, server, home / "server.log")
        yield url
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:  # once in some twenty sessions it waits for ever for one of its extensions
            server.kill()
            server.wait(20)
        log.close()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab ended at once:\n{log.read_text('utf-8')[-2000:]}")
        try:
            urllib.request.urlopen(f"{url}/api/status?token={TOKEN}", timeout=5).close()
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"JupyterLab did not answer within 60 s:\n{log.read_text('utf-8')[-2000:]}")


@dataclass
class Notebook:
    """One notebook, open in one page."""

    page: Any
    url: str
    path: str = ""
    errors: list[str] = field(default_factory=list)

    def visit(self, path: str, kernel: str | None = None) -> None:
        """Show a notebook that lies in the server's folder, with a kernel that runs or one of its own, and wait for it."""
        self.path = path
        self.page.evaluate(
            "async open => { await jupyterapp.commands.execute('docmanager:open', open); }",
            {"path": path} | ({"kernel": {"id": kernel}} if kernel else {}),
        )
        self.ready()

    def reload(self, *, busy: bool = False) -> None:
        """Load the page again, with this notebook alone in it; a busy kernel is not waited for."""
        self.page.goto(f"{self.url}/lab/tree/{self.path}?token={TOKEN}&reset")
        _settled(self.page)
        if busy:
            self.page.wait_for_function(
                "path => jupyterapp.shell.currentWidget?.context?.path === path", arg=self.path
            )
        else:
            self.ready()

    def ready(self) -> None:
        """Wait until the notebook is in front and its kernel at rest."""
        self.page.wait_for_function(
            """path => {
                const shown = window.jupyterapp?.shell.currentWidget;
                return shown?.context?.path === path && shown.sessionContext?.session?.kernel?.status === 'idle';
            }""",
            arg=self.path,
        )

    def close(self, *, shut_down: bool = True) -> None:
        """Put the notebook in front away, with its kernel."""
        self.page.evaluate(
            """async end => {
                const {context, sessionContext} = jupyterapp.shell.currentWidget;
                if (end && sessionContext.session) await sessionContext.shutdown();
                await context.save();
                context.model.dirty = false;  // a cell cut off by the shutdown would ask what to do
                await jupyterapp.commands.execute('application:close');
            }""",
            shut_down,
        )

    def leave(self) -> str | None:
        """Put the notebook in front away; if its kernel is at rest, it is emptied and named, for another notebook."""
        emptied = self.page.evaluate(
            """async code => {
                const kernel = jupyterapp.shell.currentWidget.sessionContext.session?.kernel;
                if (!kernel || ['dead', 'unknown'].includes(kernel.status)) return null;
                const told = kernel.requestExecute({code, silent: true, store_history: false}).done;
                const late = new Promise(done => setTimeout(done, 2000));
                const reply = await Promise.race([told, late]).catch(() => undefined);
                return reply?.content.status === 'ok' ? kernel.id : null;
            }""",
            EMPTY,
        )
        self.close(shut_down=emptied is None)
        return emptied

    def appear(self, path: str) -> None:
        """Show a notebook, and wait for no kernel."""
        self.path = path
        self.page.evaluate("path => { jupyterapp.commands.execute('docmanager:open', {path}); }", path)
        self.page.wait_for_function("path => jupyterapp.shell.currentWidget?.context?.path === path", arg=path)

    def save(self) -> None:
        """Write the notebook to its file."""
        self.page.evaluate("async () => { await jupyterapp.shell.currentWidget.context.save(); }")

    def shut_down(self) -> None:
        """End the kernel."""
        self.page.evaluate("async () => { await jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")

    def kernel(self) -> str:
        """The kernel's id at the server."""
        return self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.id")

    def run(self, index: int) -> None:
        """Run one cell and wait until it has ended."""
        self.page.evaluate(
            """async i => {
                const {content, sessionContext} = jupyterapp.shell.currentWidget;
                await sessionContext.ready;
                content.activeCellIndex = i; content.deselectAll();
                await jupyterapp.commands.execute('notebook:run-cell');
            }""",
            index,
        )

    def start(self, index: int) -> None:
        """Run one cell and do not wait."""
        self.page.evaluate(
            """async i => {
                const {content, sessionContext} = jupyterapp.shell.currentWidget;
                await sessionContext.ready;
                content.activeCellIndex = i; content.deselectAll();
                jupyterapp.commands.execute('notebook:run-cell');
            }""",
            index,
        )

    def player(self, cell: int, view: int = 0) -> Any:
        """The living player in a cell's output; on a slow machine, what the output keeps of the run plays until it comes."""
        return (
            self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
            .nth(cell)
            .locator(":not(.mlops-kept) > .mlops-player")
            .nth(view)
        )

    def python(self, code: str) -> str:
        """What ``code`` prints in the notebook's kernel, run beside the notebook."""
        return self.page.evaluate(
            """async code => {
                const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                let text = '';
                const future = kernel.requestExecute({code, store_history: false});
                future.onIOPub = m => { text += m.content.text ?? m.content.evalue ?? ''; };
                await future.done;
                return text;
            }""",
            code,
        )

    def theme(self, name: str) -> None:
        """Switch JupyterLab's theme."""
        light = str(name == "JupyterLab Light").lower()
        self.page.evaluate(
            "async theme => { await jupyterapp.commands.execute('apputils:change-theme', {theme}); }", name
        )
        self.page.wait_for_function("light => document.body.dataset.jpThemeLight === light", arg=light)


def write_notebook(path: Path, cells: Sequence[str]) -> None:
    """A notebook with these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(notebook, path)


def open_lab(browser: Any, url: str) -> Notebook:
    """JupyterLab in a page of its own, with no notebook yet."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(60_000)
    opened = Notebook(page, url)
    page.on("pageerror", lambda error: opened.errors.append(f"{error}\n{error.stack or ''}"))
    page.goto(f"{url}/lab?token={TOKEN}&reset")
    _settled(page)
    page.evaluate("async () => { await jupyterapp.commands.execute('application:close-all'); }")
    return opened


def _settled(page: Any) -> None:
    """Wait until JupyterLab stands, and end its polling for sessions that others might start.

    A listing of the sessions that was asked for before a notebook's own session began, and comes after
    it, makes JupyterLab drop that session as if it had been closed elsewhere: once in a few hundred
    notebooks, the notebook then has no kernel.
    """
    page.wait_for_function("window.jupyterapp?.restored")
    page.evaluate(
        """async () => {
            await jupyterapp.restored;
            const {sessions, kernels} = jupyterapp.serviceManager;
            for (const manager of [sessions, kernels]) {
                manager._pollModels.frequency = {interval: 3600e3, max: 3600e3, backoff: false};
            }
        }"""
    )
