"""A program finds a port of its own, even where somebody takes the one it looked at."""

import socket
import sys

import pytest

from mlops_widgets.data import program

LISTENS = """
import pathlib, socket, sys, time
with socket.create_server(("127.0.0.1", int(sys.argv[1]))):
    pathlib.Path("up").touch()
    time.sleep(60)
"""


class Listener(program.Program):
    def __init__(self, folder):
        self._up = folder / "up"
        self._start("listener", lambda port: [sys.executable, "-c", LISTENS, str(port)], folder)

    def _is_ready(self):
        return self._up.exists()


def test_a_port_that_is_taken_meanwhile_is_left_to_who_has_it(tmp_path, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken, free = other.getsockname()[1], program._free_port()
        ports = iter([taken, free])
        monkeypatch.setattr(program, "_free_port", lambda: next(ports))
        with Listener(tmp_path) as listener:
            assert listener.url == f"http://127.0.0.1:{free}"


def test_where_every_port_is_taken_its_last_words_are_told(tmp_path, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setattr(program, "_free_port", lambda: other.getsockname()[1])
        with pytest.raises(RuntimeError, match=r"listener must be ready within 20 s, and was not: (.|\n)*in use"):
            Listener(tmp_path)
