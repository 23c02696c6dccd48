"""A 401 says how to say who one is, as RFC 9110, sections 11.6.1 and 15.5.2, asks."""

from typing import Any

import pytest

from generated._support import UNCHECKED, ServiceError
from generated._support.codes import Code
from generated._support.rest.problem import render
from generated.accounts.rest.server import create_app as create_accounts
from generated.blog.rest.server import create_app as create_blog
from generated.cameras.rest.server import create_app as create_cameras
from generated.products.rest.server import create_app as create_products
from tests.rest.exchange import App, ask

IBAN = "DE02120300000000202051"


class Nobody:
    """A service that knows nobody, and refuses every call."""

    def __getattr__(self, name: str) -> Any:
        async def refuse(**_: Any) -> Any:
            raise ServiceError("Who are you?", code=Code.UNAUTHENTICATED)

        return refuse


def app(create: Any) -> App:
    made: App = create(Nobody(), authenticate=UNCHECKED)
    return made


@pytest.mark.parametrize(
    ("create", "target", "challenge"),
    [
        (create_accounts, f"/accounts/{IBAN}", "Bearer, MutualTLS"),
        (create_accounts, "/accounts", "Bearer"),
        (create_blog, "/posts/hello", "Bearer, ApiKey"),
    ],
)
def test_a_401_asks_for_what_the_contract_declares_for_the_operation(
    create: Any, target: str, challenge: str
) -> None:
    answer = ask(app(create), "GET", target)
    assert (answer.status, answer.json["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"] == challenge


def test_basic_names_its_realm() -> None:
    answer = ask(app(create_cameras), "GET", "/v1/cameras")
    assert answer.headers["www-authenticate"] == 'ApiKey, Basic realm="devices.cameras.v1"'


def test_without_any_declared_credentials_a_401_has_a_challenge_all_the_same() -> None:
    answer = ask(app(create_products), "GET", "/products/1")
    assert (answer.status, answer.headers["www-authenticate"]) == (401, "Undeclared")


def test_no_other_failure_asks_for_credentials() -> None:
    for code in Code:
        status, headers, _ = render(ServiceError("No.", code=code), {}, "Bearer")
        assert (b"www-authenticate" in dict(headers)) == (status == 401)
