"""How does a notebook run real commands? In a folder of their own that goes with it, as nobody in particular."""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from .refused import CourseError

__all__ = ["Terminal"]

_Told = subprocess.CompletedProcess[bytes]

_NOT_FOUND, _TOO_LONG = 127, 124  # as a shell and coreutils' timeout say it
_SETTINGS = """\
[user]
    name = A learner
    email = learner@example.org
[init]
    defaultBranch = main
"""


class Terminal:
    """A throw-away folder in which real commands run, without a shell, so that they are the same everywhere.

    Git reads and writes no settings of yours, not even with ``git config --global``; ``python`` is the notebook's
    own. The folder goes when the terminal does, at the latest with the kernel.

    Attributes
    ----------
    folder
        Where the commands run.

    Examples
    --------
    >>> terminal = Terminal()
    >>> _ = (terminal.folder / "hello.py").write_text("print('hello')", encoding="utf-8")
    >>> terminal.run("python", "hello.py")
    $ python hello.py
    hello
    0
    """

    def __init__(self) -> None:
        held = TemporaryDirectory(prefix="mlops-", ignore_cleanup_errors=True)
        weakref.finalize(self, held.cleanup)
        self._home, self.folder = (Path(held.name).resolve() / name for name in ("home", "work"))
        self._home.mkdir()
        self.folder.mkdir()
        (self._home / ".gitconfig").write_text(_SETTINGS, encoding="utf-8")

    def __repr__(self) -> str:
        return f"Terminal in {self.folder}"

    def run(self, *command: str, into: str = "", seconds: float = 60) -> int:
        """Run one command, print it with what it says, and give its exit status: 0 when all went well.

        Parameters
        ----------
        command
            The program and its words, each on its own: ``"git", "commit", "-m", "Why it changed"``.
        into
            A file in ``folder`` that takes the output, as ``> file`` does; what went wrong is still printed.
        seconds
            After how long it is stopped.

        Returns
        -------
        int
            127 when there is no such program, 124 when it was stopped.

        Raises
        ------
        CourseError
            Without a command, for a word that is no text, or a file outside the folder.
        """
        if not command or not all(isinstance(word, str) for word in command):
            raise CourseError(f'command must be words, got {command!r}: run("git", "status"), for example.')
        if into and not (self.folder / into).resolve().is_relative_to(self.folder.resolve()):
            raise CourseError(f'into must name a file in the folder, got {into!r}: into="log.txt", for example.')
        told = _told(command, self.folder, self._home, seconds, apart=bool(into))
        if into:
            (self.folder / into).write_bytes(told.stdout)
        shown = told.stderr if into else told.stdout
        redirected = f" > {into}" if into else ""
        text = shown.decode("utf-8", "replace").replace("\r\n", "\n").rstrip()
        sys.stdout.write(f"$ {' '.join(map(_quoted, command))}{redirected}\n{text}{text and chr(10)}")
        return told.returncode


def _told(command: Sequence[str], folder: Path, home: Path, seconds: float, *, apart: bool) -> _Told:
    program, *words = command
    errors = subprocess.PIPE if apart else subprocess.STDOUT
    try:
        return subprocess.run(
            [sys.executable if program == "python" else program, *words],
            cwd=folder, env=_environment(home), timeout=seconds, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
    except FileNotFoundError:
        lacking = f"{program}: not found. Install it, and start JupyterLab again."
        status, said, before = _NOT_FOUND, lacking.encode(), b""
    except OSError as error:
        status, said, before = _NOT_FOUND, f"{program}: {error.strerror}.".encode(), b""
    except subprocess.TimeoutExpired as stopped:
        status, said, before = _TOO_LONG, f"stopped after {seconds:g} s".encode(), stopped.stdout or b""
    return _Told(command, status, before if apart else before + said, said if apart else None)


def _environment(home: Path) -> dict[str, str]:
    """Our own surroundings, but with another home, and nothing that leads git to a repository of the learner's."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return kept | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(home.parent),
        "GIT_TERMINAL_PROMPT": "0",
        "PYTHONUTF8": "1",
    }


def _quoted(word: str) -> str:
    return f'"{word}"' if not word or " " in word else word
