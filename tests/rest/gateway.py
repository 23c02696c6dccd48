"""Checks who calls in front of a served contract, as a gateway would, by its OpenAPI document.

Every credential is ``right``, or wrong. Operations that anyone may call pass.
"""

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import yaml

from generated._support.http.headers import Headers, header_map
from generated._support.rest.router import Router
from tests.rest.exchange import App

RIGHT = "right"
_BASIC = base64.b64encode(f"{RIGHT}:{RIGHT}".encode()).decode()


class Gateway:
    """An ASGI app around another one."""

    def __init__(self, app: App, document: Path) -> None:
        self._app = app
        spec = yaml.safe_load(document.read_bytes())
        self._schemes = spec.get("components", {}).get("securitySchemes", {})
        self._router: Router[Any] = Router()
        for path, item in spec["paths"].items():
            for method, operation in item.items():
                self._router.add(method.upper(), path, operation.get("security"))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or self._may(scope):
            await self._app(scope, receive, send)
            return
        problem = {"type": "about:blank", "title": "Unauthorized", "status": 401}
        body = json.dumps(problem | {"code": "unauthenticated"}).encode()
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"www-authenticate", b"Bearer"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 401, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _may(self, scope: Any) -> bool:
        place, _ = self._router.find(scope["raw_path"].decode())
        choices = place.endpoints.get(scope["method"])
        return not choices or any(
            all(self._has(self._schemes[name], scope) for name in choice) for choice in choices
        )

    def _has(self, scheme: dict[str, Any], scope: Any) -> bool:
        headers = Headers(header_map(scope))
        query = parse_qs(scope["query_string"].decode())
        match scheme:
            case {"type": "http", "scheme": "basic"}:
                return headers.get("authorization") == f"Basic {_BASIC}"
            case {"type": "http"} | {"type": "oauth2"}:
                return headers.get("authorization") == f"Bearer {RIGHT}"
            case {"type": "apiKey", "in": "header", "name": name}:
                return headers.get(name.lower()) == RIGHT
            case {"type": "apiKey", "in": "query", "name": name}:
                return query.get(name) == [RIGHT]
            case _:
                return False
