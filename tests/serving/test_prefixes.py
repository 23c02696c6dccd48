"""Apps that answer below one path only, beside those that take the rest of their mount."""

from typing import Any

import pytest

from generated._support.hosts import Host, ServeError
from generated._support.http.port import app_of
from generated._support.listeners import Bound
from generated._support.settings import Settings
from tests.serving.asgi import ask

HOSTS = tuple(Host(name=name, title=name.upper(), kind="asgi") for name in ("rest", "calls"))
LISTENER: Any = object()  # only that there is one
PREFIX = "/shop.v1.Shop"


class App:
    """Says who it is and what it got."""

    def __init__(self, name: str, prefix: str = "", claimed: str = "") -> None:
        self.name = name
        self.claimed = claimed
        if prefix:
            self.prefix = prefix

    def claims(self, path: str, *, below: bool = False) -> str:
        return path if path == self.claimed or (below and path in self.claimed) else ""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        del receive
        text = f"{self.name} {scope['path']} below {scope['root_path'] or '/'}"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": text.encode()})


def port(*apps: App, **mounts: str) -> Any:
    place = Bound(hosts=HOSTS[: len(apps)], address="127.0.0.1:0", listener=LISTENER)
    named = {host.name: app for host, app in zip(HOSTS, apps, strict=False)}
    return app_of("generated.products", place, named, Settings(mounts=mounts), lambda: True)


def told(app: Any, path: str) -> str:
    return ask(app, "POST", path).body.decode()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (f"{PREFIX}/Get", f"calls {PREFIX}/Get below /"),
        (PREFIX, f"calls {PREFIX} below /"),
        (f"{PREFIX}s/Get", f"rest {PREFIX}s/Get below /"),
        ("/products", "rest /products below /"),
    ],
)
def test_both_stand_at_the_root(path: str, answer: str) -> None:
    assert told(port(App("rest"), App("calls", PREFIX)), path) == answer


def test_an_app_with_a_prefix_can_be_mounted_like_any() -> None:
    app = port(App("rest"), App("calls", PREFIX), calls="/rpc")
    assert told(app, f"/rpc{PREFIX}/Get") == f"calls /rpc{PREFIX}/Get below /rpc"
    assert told(app, "/rpc/other") == "rest /rpc/other below /"
    assert told(app, f"{PREFIX}/Get") == f"rest {PREFIX}/Get below /"


def test_a_path_of_another_app_below_the_prefix_is_told_with_a_way_out() -> None:
    with pytest.raises(ServeError) as caught:
        port(App("rest", claimed=PREFIX), App("calls", PREFIX))
    text = f"CALLS is mounted at {PREFIX}, where REST has {PREFIX}: mount it elsewhere"
    assert str(caught.value).startswith(text)
    assert "--mount calls=/" in str(caught.value)


def test_two_apps_of_one_place_are_told() -> None:
    with pytest.raises(ServeError, match="CALLS and REST are both mounted at /"):
        port(App("rest"), App("calls"))
