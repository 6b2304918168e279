"""How does a program that is installed run for real beside a notebook, and stop without a trace?"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

__all__ = ["Program", "find"]

_PATIENCE = 20.0  # seconds to start, on a machine that is busy
_PORTS = 3  # that are tried


class Program:
    """A child process on a port of its own; it stops by ``stop()``, with its ``with``, or when nobody holds it."""

    url: str

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End this process, and no other; once more does nothing."""
        self._stop()

    def _start(self, name: str, command: Callable[[int], Sequence[str]], folder: Path) -> None:
        """Run it on a free port in a folder, its words in a file there, until it is ready; ``url`` says where.

        Between the look for a port and its use somebody may take it: then on another one. A RuntimeError holds the
        program's last words.
        """
        for others in reversed(range(_PORTS)):
            port = _free_port()
            self.url = f"http://127.0.0.1:{port}"
            words = self._run(name, command(port), folder)
            if words is None:
                return
            if not others or "address already in use" not in words.lower():
                raise RuntimeError(f"{name} must be ready within {_PATIENCE:g} s, and was not: {words}")

    def _run(self, name: str, command: Sequence[str], folder: Path) -> str | None:
        """Its last words where it does not get ready."""
        log = (folder / f"{name}.log").open("w+", encoding="utf-8")
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        self._stop = weakref.finalize(self, _stop, running, log)
        end = time.monotonic() + _PATIENCE
        while not self._is_ready():
            if running.poll() is not None or time.monotonic() > end:
                log.seek(0)
                words = log.read()[-500:]
                self.stop()
                return words
            time.sleep(0.05)
        return None

    def _is_ready(self) -> bool:
        raise NotImplementedError


def find(name: str) -> str:
    """Where an installed program lies; a FileNotFoundError says how to install it."""
    program = shutil.which(name)
    if program is None:
        raise FileNotFoundError(f"{name} must be installed, and is not; run: apt-get install {name}")
    return program


def _free_port() -> int:
    """A port on this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _stop(running: subprocess.Popen[bytes], log: Any) -> None:  # Any: an open text file
    running.terminate()
    try:
        running.wait(10)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait(10)
    log.close()
