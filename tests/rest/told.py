"""What only REST can tell to the tests of all styles: see CONTRIBUTING.md, "Add a style"."""

import json
from collections.abc import Callable
from typing import Any

from generator.kinds import Carrier, ScalarKind
from generator.styles.rest.fit import fits_header, fits_path, url_kind
from generator.styles.rest.openapi.formats import portable
from generator.styles.rest.openapi.version30 import downgraded
from tests.behaviour.raw import Answer, app, post
from tests.kinds.askers import record_of

# Formats that the generators and validators of others take for what they are.
OPENAPI_FORMATS = {
    *("int32", "int64", "float", "double", "date", "date-time", "uuid", "uri", "email"),
    *("hostname", "time-local", "byte"),
}

# The span of a call of GetProduct: its name, the server's attributes, the client's.
SPAN: tuple[str, dict[str, object], dict[str, object]] = (
    "GET /products/{product_id}",
    {
        "http.request.method": "GET",
        "http.route": "/products/{product_id}",
        "http.response.status_code": 200,
        "url.scheme": "http",
        "url.path": "/products/{product_id}",
    },
    {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "url.template": "/products/{product_id}",
        "url.full": "{target}/products/{product_id}",
    },
)
# The attribute of a span that tells how a call failed: for not_found, and for internal.
FAILED: tuple[str, object, object] = ("http.response.status_code", 404, 500)
# `call.status` where a stream came to a good end.
GOOD_END: int | None = 200


class Raw:
    """The echo, by POST."""

    is_exact = True

    def __init__(self, echo: Any, service: Any) -> None:
        self._app = app(echo, "rest", service)

    async def value(self, value: Any) -> Answer:
        return await self.text(json.dumps({"value": value}).encode())

    async def text(self, text: bytes) -> Answer:
        status, body = await post(self._app, "/echo", text)
        if status == 200:
            return body, set()
        assert status == 400, body
        return None, {(one["pointer"], one["detail"]) for one in body["errors"]}


def openapi_is_read_as_it_is_meant(kind: ScalarKind) -> None:
    schema = portable(dict(kind.json))
    assert schema.get("format", "byte") in OPENAPI_FORMATS
    document = {"components": {"schemas": {"A": schema}}}
    assert "contentEncoding" not in downgraded(document)["components"]["schemas"]["A"]


def urls_carry_its_text(kind: ScalarKind) -> None:
    api, field = record_of(kind)
    as_text = kind.carrier is not Carrier.JSON
    assert (fits_path(api, field), fits_header(api, field)) == (as_text, as_text)
    kinds = {bool: "boolean", int: "number", float: "number"}
    assert url_kind(api, field) == kinds.get(type(kind.example), "string")


ASKERS: list[Callable[[ScalarKind], None]] = [openapi_is_read_as_it_is_meant, urls_carry_its_text]
