"""JupyterLab finds the extension, as it stands in the source, and may not keep any file of it unasked."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mlops_widgets
from mlops_widgets.stage import joiner

PACKAGE = Path(mlops_widgets.__file__).parent
EXTENSION = PACKAGE / "lab" / "extension"
INSTALLED = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / "mlops-widgets"
PLAYER = PACKAGE / "stage" / "player"
SOURCES = {path.name: path for path in (EXTENSION / "static").iterdir()} | {
    f"player/{path.relative_to(PLAYER).as_posix()}": path
    for path in PLAYER.rglob("*")
    if path.suffix in {".js", ".css"}
}


def _entry():
    """What JupyterLab loads, below the extension's folder."""
    return Path(json.loads((INSTALLED / "package.json").read_text("utf-8"))["jupyterlab"]["_build"]["load"])


def test_what_is_installed_is_what_stands_in_the_source():
    folder = INSTALLED / _entry().parent
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    other = {name for name in here & set(SOURCES) if (folder / name).read_bytes() != SOURCES[name].read_bytes()}
    stale = sorted(other | (here ^ set(SOURCES)))
    assert stale == [], "the installed extension is stale: run make .venv/test, or pip install -e . where no make is"


def test_the_folder_is_named_after_what_is_in_it():
    content = hashlib.sha256()
    for name in sorted(SOURCES):
        content.update(name.encode() + b"\0" + SOURCES[name].read_bytes() + b"\0")
    assert _entry() == Path("static", content.hexdigest()[:16], "remoteEntry.js")
    assert [path.name for path in (INSTALLED / "static").iterdir()] == [_entry().parent.name]


@pytest.mark.slow
def test_jupyterlab_lists_it_as_enabled_and_sound():
    ran = subprocess.run(
        [sys.executable, "-m", "jupyter", "labextension", "list"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    listed = re.sub(r"\x1b\[\d+m", "", ran.stdout + ran.stderr)
    version = re.escape(mlops_widgets.__version__)
    assert re.search(rf"mlops-widgets v{version} enabled OK \(python, mlops-widgets\)", listed), listed


@pytest.mark.parametrize("path", sorted((EXTENSION / "static").iterdir()), ids=lambda path: path.name)
def test_it_runs_no_code_from_data_and_asks_for_nothing_elsewhere(path):
    text = path.read_text("utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function|document\.write|https?://", text
    )


def test_no_module_of_the_player_runs_code_from_data():
    text = joiner.join("kept.js")  # loader.js, which only anywidget uses, imports what the kernel sends
    html = r"innerHTML|outerHTML|insertAdjacentHTML|DOMParser|Fragment\(|srcdoc|document\.write"
    code = r"\beval\(|\bFunction\(|\bimport\("
    assert re.findall(f"{html}|{code}", text) == []


# A server in a process of its own answers as JupyterLab's does, and is asked for modules as a browser asks.
ASK = """
import json, sys
from jupyterlab.labapp import LabApp
from tornado.httpclient import AsyncHTTPClient

LabApp.load_other_extensions = False
app = LabApp.initialize_server(["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--no-browser", "--allow-root",
                                "--ServerApp.log_level=ERROR"])

async def main():
    port = next(iter(app.http_server._sockets.values())).getsockname()[1]
    found = {}
    for name in sys.argv[1:]:
        answer = await AsyncHTTPClient().fetch(f"http://127.0.0.1:{port}/lab/extensions/mlops-widgets/{name}")
        found[name] = [answer.headers["Content-Type"], answer.headers.get("Cache-Control", "")]
    print(json.dumps(found))

app.io_loop.run_sync(main)
"""


def test_a_browser_takes_the_files_for_modules_and_may_keep_them_for_ever(tmp_path):
    names = [(_entry().parent / name).as_posix() for name in sorted(SOURCES)]
    ran = subprocess.run(
        [sys.executable, "-c", ASK, *names], capture_output=True, text=True, check=False, timeout=90, cwd=tmp_path
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert sorted(found) == sorted(names)
    for name, (kind, kept) in found.items():
        allowed = {"text/css"} if name.endswith("css") else {"text/javascript", "application/javascript"}
        assert kind.partition(";")[0] in allowed, name
        assert "immutable" in kept, "no reason is left for a folder named after its content"
