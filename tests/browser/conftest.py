"""One Chromium and one JupyterLab for all browser tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folder: bridge and lab lie beside this file

import bridge
import lab


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep a picture of JupyterLab at the moment a test fails: build/browser/<test>.png."""
    report = yield
    opened = getattr(item, "funcargs", {}).get("jupyterlab")
    if report.when == "call" and report.failed and opened is not None:
        opened.page.screenshot(path=Path("build/browser") / f"{item.name}.png")
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The machine's own Chromium, headless; required in CI."""
    path = lab.chromium()
    if path is None:
        reason = "no Chromium on this machine: install Debian's chromium to run the browser tests"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=lab.FLAGS)
        yield chromium
        chromium.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First all that needs no browser, for no other event loop runs after playwright's; then what needs JupyterLab.

    So one process starts it, while another shows pages without it.
    """

    def turn(item: pytest.Item) -> tuple[bool, bool]:
        return item.get_closest_marker("browser") is not None, "server" not in getattr(item, "fixturenames", ())

    items.sort(key=turn)


SIZE = {"width": 1120, "height": 900}


@pytest.fixture(scope="session")
def window(browser: Any) -> Iterator[Any]:
    """One window for all pages without Jupyter: to open another takes longer than most of their tests."""
    opened = browser.new_page(viewport=SIZE)
    yield opened
    opened.close()


@pytest.fixture
def page(window: Any) -> Iterator[Any]:
    """A fresh page; any error in it fails the test."""
    errors: list[str] = []

    def note(error: Any) -> None:
        errors.append(str(error))

    window.on("pageerror", note)
    yield window
    window.goto("about:blank")
    window.remove_listener("pageerror", note)
    window.set_viewport_size(SIZE)
    window.emulate_media(color_scheme="null")
    window.mouse.move(0, 0)
    assert not errors


@pytest.fixture
def show(page: Any) -> Callable[[Callable[[], Any]], Any]:
    """Paint a widget on the page without Jupyter."""
    return lambda make: bridge.show(page, make)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that JupyterLab serves."""
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="session")
def server(browser: Any, folder: Path) -> Iterator[str]:
    """A real JupyterLab."""
    with lab.serve(folder) as url:
        yield url


@pytest.fixture(scope="session")
def jupyterlab(browser: Any, server: str) -> Iterator[lab.Notebook]:
    """JupyterLab, open in one page that all tests share."""
    opened = lab.open_lab(browser, server)
    yield opened
    opened.page.close()


@pytest.fixture(scope="session")
def idle() -> list[str]:
    """The kernel that the last notebook left, if it did: to start one and import anew takes longer than most tests."""
    return []


@pytest.fixture
def notebook(
    jupyterlab: lab.Notebook, folder: Path, idle: list[str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., lab.Notebook]]:
    """Open a notebook with given cells and an empty kernel; errors of the page fail the test."""
    jupyterlab.errors.clear()

    def open_(*cells: str, saved: Any = None) -> lab.Notebook:
        path = folder / f"{request.node.name}.ipynb"
        lab.write_notebook(path, cells) if saved is None else nbformat.write(saved, path)
        jupyterlab.visit(f"{request.node.name}.ipynb", idle.pop() if idle else None)
        return jupyterlab

    yield open_
    idle += filter(None, [jupyterlab.leave()])
    assert [error for error in jupyterlab.errors if not lab.is_theirs(error)] == []
