"""HAProxy in the router's place: the same users, the same policy; where it is not installed, a sentence."""

import shutil
import time

import httpx
import numpy as np
import pytest

from mlops_widgets.data.flights import service
from mlops_widgets.rollout import servers

ONE = service.EXAMPLE.model_dump()
INSTALLED = shutil.which("haproxy") is not None


class Constant:
    """Says the same chance for every flight."""

    def predict_proba(self, features):
        return np.tile([0.75, 0.25], (len(features), 1))


def served_by(client, url, users):
    return [
        client.post(f"{url}/predict", json=ONE, headers={"x-user": user.encode()}).headers.get("x-served-by")
        for user in users
    ]


def test_where_it_is_not_installed_a_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        FileNotFoundError, match="haproxy must be installed, and is not; run: apt-get install haproxy"
    ):
        servers.HAProxy("http://127.0.0.1:1", "http://127.0.0.1:2", folder=tmp_path)


@pytest.mark.slow
def test_it_splits_the_same_users_as_the_router_and_falls_back(tmp_path):
    users = [f"user-{n}" for n in range(36)] + ["zoë", "José", "Lovelace, Ada", "Hopper, Grace"]
    with service.serve(service.app(Constant())) as old, service.serve(service.app(Constant())) as new:
        if not INSTALLED:
            with pytest.raises(FileNotFoundError):
                servers.HAProxy(old.url, new.url, folder=tmp_path)
            return
        router = servers.Router(old.url, new.url)
        with servers.HAProxy(old.url, new.url, folder=tmp_path) as proxy, httpx.Client(timeout=30) as client:
            for share in (0, 30, 70, 100):
                router.route(share)
                proxy.route(share)
                assert proxy.share == share
                assert served_by(client, proxy.url, users) == [router.version(user) for user in users]
            with pytest.raises(ValueError, match="mirrored must be False here"):
                proxy.route(5, mirrored=True)
            new.stop()
            end = time.monotonic() + 30
            while served_by(client, proxy.url, users[:1]) != ["stable"] and time.monotonic() < end:
                time.sleep(0.1)
            assert served_by(client, proxy.url, users[:3]) == ["stable"] * 3
