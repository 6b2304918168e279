"""How does the real Prometheus scrape a service and judge a rule, where it is installed?"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from mlops_widgets.data.program import Program, find

__all__ = ["Prometheus", "configure"]


def configure(folder: Path, url: str, rules: str) -> str:
    """Write Prometheus' two files: whom it scrapes, and by which rules it judges.

    Parameters
    ----------
    folder
        Where ``prometheus.yml`` and ``rules.yml`` go.
    url
        Of the service; its ``/metrics`` is scraped every second.
    rules
        The text of the rule file.

    Returns
    -------
    str
        What promtool says of them: its own words, or in one sentence that it is not installed.

    Raises
    ------
    ValueError
        With promtool's words, if it refuses them.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     told = configure(Path(folder), "http://127.0.0.1:8000", "groups: []")
    ...     "127.0.0.1:8000" in (Path(folder) / "prometheus.yml").read_text(encoding="utf-8")
    True

    """
    settings = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": ["rules.yml"],
        "scrape_configs": [{"job_name": "flights", "static_configs": [{"targets": [url.removeprefix("http://")]}]}],
    }
    # All JSON is YAML.
    (folder / "prometheus.yml").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    (folder / "rules.yml").write_text(rules, encoding="utf-8")
    promtool = shutil.which("promtool")
    if promtool is None:
        return "promtool is not installed here: nobody but our own eyes has checked the two files."
    ran = subprocess.run(
        [promtool, "check", "config", "prometheus.yml"],
        cwd=folder, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if ran.returncode:
        raise ValueError(f"rules must be what promtool takes, and it says: {ran.stderr.strip()}")
    return ran.stdout.strip()


class Prometheus(Program):
    """The installed program on a free port, over a folder that ``configure`` has filled.

    It stops by ``stop()``, at the end of its ``with``, or when nobody holds it any more.

    Parameters
    ----------
    folder
        With ``prometheus.yml``; its data go into a folder beside it.

    Raises
    ------
    FileNotFoundError
        If it is not installed.
    RuntimeError
        With its last words, if it does not start.

    References
    ----------
    Prometheus documentation, HTTP API.

    """

    def __init__(self, folder: Path) -> None:
        command = [
            find("prometheus"),
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            "--log.level=error",
        ]
        self._start("prometheus", lambda port: [*command, f"--web.listen-address=127.0.0.1:{port}"], folder)

    def ask(self, query: str) -> list[tuple[Mapping[str, str], float]]:
        """Ask a question in PromQL: the labels and the value of each series that answers."""
        found = self._get("/api/v1/query", query=query)["result"]
        return [(each["metric"], float(each["value"][1])) for each in found]

    def alerts(self) -> dict[str, str]:
        """Say in which state each alert is, ``pending`` or ``firing``; one that is neither is not there."""
        return {each["labels"]["alertname"]: each["state"] for each in self._get("/api/v1/alerts")["alerts"]}

    def _get(self, path: str, **asked: str) -> Any:  # Any: JSON
        with urlopen(f"{self.url}{path}?{urlencode(asked)}", timeout=5) as answer:
            return json.load(answer)["data"]

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.url}/-/ready", timeout=1):
                return True
        except (URLError, TimeoutError, ConnectionError):
            return False
