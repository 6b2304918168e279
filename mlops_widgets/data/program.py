"""How does a program that is installed run for real beside a notebook, and stop without a trace?"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

__all__ = ["Program", "find", "free_port"]

_PATIENCE = 20.0  # seconds to start, on a machine that is busy


class Program:
    """A child process; it stops by ``stop()``, at the end of its ``with``, or when nobody holds it any more."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End this process, and no other; once more does nothing."""
        self._stop()

    def _start(self, name: str, command: Sequence[str], folder: Path) -> None:
        """Run it in a folder, its words in a file there, until it is ready; a RuntimeError holds its last words."""
        log = (folder / f"{name}.log").open("w+", encoding="utf-8")
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        self._stop = weakref.finalize(self, _stop, running, log)
        end = time.monotonic() + _PATIENCE
        while not self._is_ready():
            if running.poll() is not None or time.monotonic() > end:
                log.seek(0)
                words = log.read()[-500:]
                self.stop()
                raise RuntimeError(f"{name} must be ready within {_PATIENCE:g} s, and was not: {words}")
            time.sleep(0.05)

    def _is_ready(self) -> bool:
        raise NotImplementedError


def find(name: str) -> str:
    """Where an installed program lies; a FileNotFoundError says how to install it."""
    program = shutil.which(name)
    if program is None:
        raise FileNotFoundError(f"{name} must be installed, and is not; run: apt-get install {name}")
    return program


def free_port() -> int:
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
