"""The server extension loads in a real server, and kernel websockets send at once, or as before when switched off."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from mlops_widgets import lab

# A server in a process of its own: it starts a kernel, opens its websocket as a page does, and looks at the socket.
SERVER = dedent("""
    import gc, json, socket, sys
    import tornado.websocket
    from jupyter_server.serverapp import ServerApp
    from jupyter_server.services.kernels.connection.base import BaseKernelWebsocketConnection

    switched = {"on": [], "off": ["--LabExtension.tcp_nodelay=False"]}[sys.argv[1]]
    app = ServerApp()
    app.initialize(
        ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--IdentityProvider.token=for-a-test",
         "--no-browser", "--allow-root",
         "--ServerApp.log_level=ERROR", "--ServerApp.jpserver_extensions={'mlops_widgets.lab': True}", *switched],
        new_httpserver=True,
    )

    async def main():
        kernel = await app.kernel_manager.start_kernel()
        port = next(iter(app.http_server._sockets.values())).getsockname()[1]
        address = f"ws://127.0.0.1:{port}/api/kernels/{kernel}/channels?token=for-a-test"
        socket_of_page = await tornado.websocket.websocket_connect(address)
        (connection,) = [each for each in gc.get_objects() if isinstance(each, BaseKernelWebsocketConnection)]
        at_server = connection.websocket_handler.ws_connection.stream.socket
        found = {
            "nodelay": bool(at_server.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)),
            "loaded": "mlops_widgets.lab" in app.extension_manager.linked_extensions,
        }
        socket_of_page.close()
        await app.kernel_manager.shutdown_all()
        print(json.dumps(found))

    app.io_loop.run_sync(main)
""")


@pytest.mark.parametrize(("switch", "nodelay"), [("on", True), ("off", False)])
def test_the_socket_of_a_kernel_sends_at_once_unless_switched_off(switch, nodelay, tmp_path):
    folders = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    ran = subprocess.run(
        [sys.executable, "-c", SERVER, switch],
        env={**os.environ, **folders, "JUPYTER_NO_CONFIG": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout.splitlines()[-1])
    assert found["loaded"], ran.stderr
    assert found["nodelay"] is nodelay


def test_the_server_is_told_where_the_extension_is():
    assert lab._jupyter_server_extension_points() == [{"module": "mlops_widgets.lab"}]
    stored = Path(lab.__file__).parents[2] / "jupyter-config" / "mlops_widgets.json"
    assert json.loads(stored.read_text("utf-8")) == {
        "ServerApp": {"jpserver_extensions": {"mlops_widgets.lab": True}}
    }
