"""What does the course add to Jupyter? Widgets that answer at once, runs that play with no kernel, pages to hand on.

``extension/`` is what JupyterLab loads to play the runs that a notebook has kept; ``exporter.py`` is
``jupyter nbconvert --to mlops_html``. Here is the server's part.

Jupyter Server leaves Nagle's algorithm on for kernel websockets, so that every widget's answer waits
about 40 ms for an acknowledgement. The extension switches it off. To leave the server as it was:
``jupyter lab --LabExtension.tcp_nodelay=False``.
"""

from __future__ import annotations

from typing import Any

from traitlets import Bool
from traitlets.config import Configurable

__all__ = ["LabExtension", "without_delay"]


class LabExtension(Configurable):
    """Settings of the server extension."""

    tcp_nodelay = Bool(True, help="Send every kernel message at once (TCP_NODELAY).").tag(config=True)


def without_delay(connection: type) -> type:
    """The same kind of kernel connection, sending each message at once."""

    class Undelayed(connection):  # type: ignore[misc]  # the server decides which kind it uses
        def connect(self) -> Any:  # Any: whatever the server's own connection returns
            self.websocket_handler.set_nodelay(True)
            return super().connect()

    return Undelayed


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "mlops_widgets.lab"}]


def _load_jupyter_server_extension(app: Any) -> None:  # Any: a ServerApp; not imported for its name alone
    settings = app.web_app.settings
    if LabExtension(config=app.config).tcp_nodelay:
        settings["kernel_websocket_connection_class"] = without_delay(settings["kernel_websocket_connection_class"])
