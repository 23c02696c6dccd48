"""The server's own places over HTTP: its health, the documents, a page to read them."""

import hashlib
import importlib.util
import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path

from ..missing_package import missing
from .asgi import RawHeaders, Reply
from .front import Own

_TEXT = (b"content-type", b"text/plain")
_FRESH = (b"cache-control", b"no-store")
_SAFE = (b"x-content-type-options", b"nosniff")
_RULES = (
    b"default-src 'none'",
    b"script-src 'self'",
    b"style-src 'self'",
    b"img-src 'self' data:",
    b"connect-src 'self'",
    b"base-uri 'none'",
    b"form-action 'none'",
    b"frame-ancestors 'none'",
)
_POLICY = (b"content-security-policy", b"; ".join(_RULES))
_MEDIA_TYPES = {
    "css": b"text/css",
    "js": b"text/javascript",
    "json": b"application/json",
    "yaml": b"application/yaml",
}
# The package that brings Swagger UI, and what of it the page needs.
_PACKAGE = "swagger_ui"
_ASSETS = ("swagger-ui.css", "swagger-ui-bundle.js")
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Documents</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{docs}/swagger-ui.css">
<body>
<div id="viewer"></div>
<script src="{docs}/swagger-ui-bundle.js"></script>
<script src="{docs}/start.js"></script>
</html>
"""
_START = """SwaggerUIBundle({{
  url: new URL({url}, document.baseURI).href,
  dom_id: "#viewer",
  deepLinking: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
}});
"""


def health(is_ready: Callable[[], bool]) -> dict[str, Own]:
    """``/healthz``: the process answers; ``/readyz``: it takes calls, else 503."""

    def ready(_: dict[bytes, bytes]) -> Reply:
        if is_ready():
            return 200, [_TEXT, _FRESH], b"ready"
        return 503, [_TEXT, _FRESH, (b"retry-after", b"1")], b"stopping"

    return {"/healthz": lambda _: (200, [_TEXT, _FRESH], b"ok"), "/readyz": ready}


def documents(found: Mapping[str, str]) -> dict[str, Own]:
    """Documents by their file's name, each beside the module of a package."""
    return {
        f"/{name}": _file(files(package).joinpath(name).read_bytes(), name)
        for name, package in found.items()
    }


def viewer(document: str) -> dict[str, Own]:
    """``/docs``, which shows the OpenAPI document of this name; raises MissingPackage."""
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise missing(ModuleNotFoundError(name=_PACKAGE), "viewer")
    folder = Path(found.submodule_search_locations[0]) / "static"
    page = _PAGE.format(docs="docs").encode()
    start = _START.format(url=json.dumps(document)).encode()
    assets = {name: (folder / name).read_bytes() for name in _ASSETS}
    return {
        "/docs": _answer(
            page,
            [(b"content-type", b"text/html; charset=utf-8"), _POLICY],
        ),
        "/docs/start.js": _file(start, "start.js"),
        **{f"/docs/{name}": _file(text, name) for name, text in assets.items()},
    }


def _file(content: bytes, name: str) -> Own:
    media_type = _MEDIA_TYPES[name.rpartition(".")[2]]
    return _answer(
        content,
        [(b"content-type", media_type), (b"cache-control", b"no-cache")],
    )


def _answer(content: bytes, headers: RawHeaders) -> Own:
    tag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'.encode()

    def answer(given: dict[bytes, bytes]) -> Reply:
        if tag in given.get(b"if-none-match", b""):
            return 304, [(b"etag", tag)], b""
        return 200, [*headers, _SAFE, (b"etag", tag)], content

    return answer
