"""How does HAProxy split the same users in the router's place?"""

from __future__ import annotations

import socket
from pathlib import Path

from mlops_widgets.data.program import Program, find
from mlops_widgets.rollout.world import BUCKETS

from .router import checked_share

__all__ = ["HAProxy", "configuration"]


def configuration(stable: str, candidate: str, *, port: int, admin: str) -> str:
    r"""Write what HAProxy needs to split users as ``Router`` does: the same checksum, the same groups.

    The share is a variable of the process, which ``set var`` changes while it runs. A candidate that takes no
    connection three times in a row is left out, and its users go to the stable version.

    Parameters
    ----------
    stable, candidate
        Where the versions answer.
    port
        Where HAProxy listens, on this machine alone.
    admin
        File of the socket at which it takes orders.

    Examples
    --------
    >>> text = configuration("http://127.0.0.1:8001", "http://127.0.0.1:8002", port=8000, admin="admin.sock")
    >>> print(text.partition("frontend users\n")[2].partition("\n\n")[0])
        bind 127.0.0.1:8000
        http-request set-var(txn.bucket) req.fhdr(x-user),crc32,mod(100)
        use_backend candidate if { var(txn.bucket),sub(proc.share) -m int lt 0 } { nbsrv(candidate) gt 0 }
        default_backend stable

    References
    ----------
    HAProxy 2.6 configuration manual, sections 7.3.1 (converters), 7.3.6 (fhdr, which takes a name with a comma whole)
    and 5.2 (check); management guide, section 9.3.
    """
    backends = "\n".join(
        f"backend {name}\n    http-response set-header x-served-by {name}\n"
        f"    server {name} {url.removeprefix('http://')} check inter 500ms\n"
        for name, url in (("stable", stable), ("candidate", candidate))
    )
    return f"""global
    stats socket {admin} mode 600 level admin
    set-var proc.share int(0)

defaults
    mode http
    timeout connect 2s
    timeout client 20s
    timeout server 20s

frontend users
    bind 127.0.0.1:{port}
    http-request set-var(txn.bucket) req.fhdr(x-user),crc32,mod({BUCKETS})
    use_backend candidate if {{ var(txn.bucket),sub(proc.share) -m int lt 0 }} {{ nbsrv(candidate) gt 0 }}
    default_backend stable

{backends}"""


class HAProxy(Program):
    """The installed program on a free port; ``route`` changes the share while it runs.

    It stops by ``stop()``, at the end of its ``with``, or when nobody holds it any more.

    Parameters
    ----------
    stable, candidate
        Where the versions answer.
    folder
        For its configuration and its socket; a short path, a socket's name may have about 100 signs.

    Raises
    ------
    FileNotFoundError
        If it is not installed.
    RuntimeError
        With its last words, if it does not start.
    """

    def __init__(self, stable: str, candidate: str, *, folder: Path) -> None:
        program, folder = find("haproxy"), folder.resolve()
        self._admin, written = folder / "admin.sock", folder / "haproxy.cfg"

        def command(port: int) -> list[str]:
            text = configuration(stable, candidate, port=port, admin=str(self._admin))
            written.write_text(text, encoding="utf-8", newline="\n")
            return [program, "-db", "-f", str(written)]

        self._start("haproxy", command, folder)

    def route(self, share: int, *, mirrored: bool = False) -> None:
        """Change the share, from the next request on.

        Parameters
        ----------
        share
            Percent of the users, a whole number from 0 to 100.
        mirrored
            Must be False: HAProxy copies requests only through an agent, a program of its own.

        Raises
        ------
        ValueError
            If the share is no such number, or copies are asked for.
        """
        if mirrored:
            raise ValueError("mirrored must be False here, for HAProxy copies only through an agent; use Router")
        self._order(f"experimental-mode on; set var proc.share int({checked_share(share)})")

    @property
    def share(self) -> int:
        """Percent of the users who meet the candidate."""
        return int(self._order("get var proc.share").partition("<")[2].partition(">")[0])

    def _order(self, words: str) -> str:
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(5)
            asked.connect(str(self._admin))
            asked.sendall(f"{words}\n".encode())
            return b"".join(iter(lambda: asked.recv(4096), b"")).decode()

    def _is_ready(self) -> bool:
        try:
            return "share" in self._order("get var proc.share")
        except OSError:
            return False
