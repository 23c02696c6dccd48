"""Who may call an operation, before any style has a part in it."""

import asyncio
import base64
import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from generator.runtime.auth.authenticate import UNCHECKED
from generator.runtime.auth.credentials import ApiKey, Basic, Bearer, Certificate, Credentials
from generator.runtime.auth.judge import judge_of
from generator.runtime.auth.principal import Principal
from generator.runtime.auth.schemes import Need
from generator.runtime.call import Call
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from tests.auth.judging import (
    KEY,
    LOGIN,
    OPERATOR,
    PAGE,
    PARTNER,
    TOKEN,
    VISIT,
    Shown,
    operation,
)

ANN = Principal("ann", frozenset({"read"}))
BEARER = Shown(headers={"authorization": "Bearer t0k3n"})


def judged(
    needs: tuple[tuple[Need, ...], ...],
    ask: Any,
    evidence: Shown,
    deadline: float | None = None,
) -> Principal | None:
    """The principal of a call; raises what refuses it."""
    judge = judge_of(operation(*needs), "test", ask)
    assert judge is not None
    call = Call(operation="Ping", style="test", deadline=deadline)
    asyncio.run(judge(call, evidence))
    principal: Principal | None = call.principal
    return principal


def refused(*args: Any, **more: Any) -> Any:
    with pytest.raises(ServiceError) as caught:
        judged(*args, **more)
    return caught.value


def recorder(principal: Principal | None = ANN) -> tuple[list[Credentials], Callable[..., Any]]:
    asked: list[Credentials] = []

    async def ask(credentials: Credentials) -> Principal | None:
        asked.append(credentials)
        return principal

    return asked, ask


def one(scheme: Any, *scopes: str) -> tuple[tuple[Need, ...], ...]:
    return ((Need(scheme=scheme, scopes=scopes),),)


PAIR = base64.b64encode("ann:pass:wörd".encode()).decode()
PARTNERS = Certificate(subject="CN=partner")


@pytest.mark.parametrize(
    ("scheme", "evidence", "credential"),
    [
        (TOKEN, BEARER, Bearer("t0k3n")),
        (TOKEN, Shown(headers={"authorization": "bEaReR   t0k3n "}), Bearer("t0k3n")),
        (LOGIN, BEARER, Bearer("t0k3n")),
        (OPERATOR, Shown(headers={"authorization": f"Basic {PAIR}"}), Basic("ann", "pass:wörd")),
        (KEY, Shown(headers={"x-api-key": "k"}), ApiKey("k")),
        (PAGE, Shown(parameters={"key": "k"}), ApiKey("k")),
        (VISIT, Shown(cookies={"session": "k"}), ApiKey("k")),
        (PARTNER, Shown(shown=PARTNERS), PARTNERS),
    ],
)
def test_the_credentials_of_each_scheme_are_handed_to_authenticate(
    scheme: Any, evidence: Shown, credential: Any
) -> None:
    asked, ask = recorder()
    assert judged(one(scheme), ask, evidence) == ANN
    assert [dict(credentials) for credentials in asked] == [{scheme.name: credential}]


@pytest.mark.parametrize(
    ("scheme", "evidence"),
    [
        (TOKEN, Shown()),
        (TOKEN, Shown(headers={"authorization": ""})),
        (TOKEN, Shown(headers={"authorization": "Bearer"})),
        (TOKEN, Shown(headers={"authorization": "Bearer "})),
        (TOKEN, Shown(headers={"authorization": "Bearer a b"})),
        (TOKEN, Shown(headers={"authorization": "Bearer caf\u00e9"})),
        (TOKEN, Shown(headers={"authorization": f"Basic {PAIR}"})),
        (TOKEN, Shown(headers={"x-api-key": "k"})),
        (OPERATOR, BEARER),
        (OPERATOR, Shown(headers={"authorization": "Basic !!!"})),
        (OPERATOR, Shown(headers={"authorization": "Basic YW5u"})),
        (OPERATOR, Shown(headers={"authorization": "Basic /////w=="})),
        (OPERATOR, Shown(headers={"authorization": "Basic é"})),
        # Zeros at the end of a password, which scrypt would not see; a line in a name.
        (OPERATOR, Shown(headers={"authorization": "Basic YW5uOnBhc3MA"})),
        (OPERATOR, Shown(headers={"authorization": "Basic YW5uCjpwYXNz"})),
        (KEY, Shown(headers={"x-api-key": ""}, parameters={"X-API-Key": "k"})),
        (PAGE, Shown(headers={"key": "k"}, cookies={"key": "k"})),
        (VISIT, Shown(parameters={"session": "k"})),
        (PARTNER, BEARER),
    ],
)
def test_what_is_missing_or_malformed_is_unauthenticated_and_nobody_is_asked(
    scheme: Any, evidence: Shown
) -> None:
    asked, ask = recorder()
    assert refused(one(scheme), ask, evidence).code is Code.UNAUTHENTICATED
    assert asked == []


def test_unknown_credentials_are_unauthenticated() -> None:
    _, ask = recorder(None)
    error = refused(one(TOKEN), ask, BEARER)
    assert error.code is Code.UNAUTHENTICATED
    assert error.challenge() == 'Bearer error="invalid_token"'


def test_no_error_is_told_of_a_token_that_did_not_come() -> None:
    _, ask = recorder(None)
    either = (*one(TOKEN), *one(KEY))
    key = Shown(headers={"x-api-key": "unknown"})
    assert refused(one(KEY), ask, key).message == "The credentials are not known."
    assert refused(either, ask, key).challenge() == "Bearer, ApiKey"
    assert refused(either, ask, BEARER).challenge() == 'Bearer error="invalid_token", ApiKey'


def test_a_missing_scope_is_permission_denied_and_named_in_the_challenge() -> None:
    _, ask = recorder()
    error = refused(one(LOGIN, "read", "write"), ask, BEARER)
    assert error.code is Code.PERMISSION_DENIED
    assert error.challenge() == 'Bearer error="insufficient_scope", scope="read write"'


def test_all_scopes_let_a_call_pass() -> None:
    _, ask = recorder()
    assert judged(one(LOGIN, "read"), ask, BEARER) == ANN


def test_any_alternative_is_enough_and_the_first_that_does_is_taken() -> None:
    asked, ask = recorder()
    needs = (*one(TOKEN), *one(KEY))
    assert judged(needs, ask, Shown(headers={"x-api-key": "k"})) == ANN
    both = Shown(headers={"x-api-key": "k", "authorization": "Bearer t"})
    assert judged(needs, ask, both) == ANN
    assert [[*credentials] for credentials in asked] == [["key"], ["token"]]


def test_an_alternative_that_fails_leaves_the_next_its_chance() -> None:
    def ask(credentials: Credentials) -> Principal | None:
        if credentials.bearer:
            raise ServiceError("The token is too old.", code=Code.UNAUTHENTICATED)
        return ANN if credentials.api_key == ApiKey("k") else None

    needs = (*one(TOKEN), *one(KEY))
    both = {"x-api-key": "k", "authorization": "Bearer t"}
    assert judged(needs, ask, Shown(headers=both)) == ANN
    error = refused(needs, ask, Shown(headers=both | {"x-api-key": "other"}))
    assert (error.code, error.message) == (Code.UNAUTHENTICATED, "The token is too old.")


def test_all_needs_of_an_alternative_come_in_one_question() -> None:
    asked, ask = recorder()
    needs = ((Need(scheme=TOKEN, scopes=("read",)), Need(scheme=KEY)),)
    both = Shown(headers={"x-api-key": "k", "authorization": "Bearer t"})
    assert judged(needs, ask, both) == ANN
    assert [dict(credentials) for credentials in asked] == [
        {"token": Bearer("t"), "key": ApiKey("k")}
    ]
    for name in both.headers:
        rest = {other: text for other, text in both.headers.items() if other != name}
        assert refused(needs, ask, Shown(headers=rest)).code is Code.UNAUTHENTICATED


def test_a_def_runs_in_a_thread_and_an_async_def_on_the_loop() -> None:
    threads: list[Any] = []

    def ask(_: Credentials) -> Principal:
        threads.append(threading.current_thread())
        return ANN

    async def wait(credentials: Credentials) -> Principal:
        return ask(credentials)

    class Asker:
        async def __call__(self, credentials: Credentials) -> Principal:
            return ask(credentials)

    for each in (ask, wait, Asker()):
        assert judged(one(TOKEN), each, BEARER) == ANN
    main = threading.main_thread()
    assert [thread is main for thread in threads] == [False, True, True]


@pytest.mark.parametrize("given", [True, "ann", object(), {}])
def test_what_is_no_principal_lets_nobody_in(given: Any, caplog: pytest.LogCaptureFixture) -> None:
    async def ask(_: Credentials) -> Any:
        return given

    with caplog.at_level(logging.CRITICAL):
        assert refused(one(TOKEN), ask, BEARER).code is Code.INTERNAL


def test_a_failure_to_find_out_is_internal_and_keeps_its_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def ask(_: Credentials) -> Principal:
        raise LookupError("the database of secrets is at db.internal")

    error = refused(one(TOKEN), ask, BEARER)
    assert error.code is Code.INTERNAL
    assert "db.internal" not in error.message
    assert "t0k3n" not in caplog.text


def test_a_service_error_of_authenticate_passes() -> None:
    async def ask(_: Credentials) -> Principal:
        raise ServiceError("Ask again.", code=Code.UNAVAILABLE, retry_after=3)

    error = refused(one(TOKEN), ask, BEARER)
    assert (error.code, error.message, error.retry_after) == (Code.UNAVAILABLE, "Ask again.", 3)


def test_the_deadline_of_the_call_bounds_the_question() -> None:
    async def ask(_: Credentials) -> Principal:
        await asyncio.sleep(60)
        return ANN

    error = refused(one(TOKEN), ask, BEARER, deadline=time.monotonic() + 0.05)
    assert error.code is Code.DEADLINE_EXCEEDED


def test_an_operation_that_is_open_and_a_server_that_checks_nothing_have_no_judge() -> None:
    _, ask = recorder()
    assert judge_of(operation(), "test", ask) is None
    assert judge_of(operation(), "test", None) is None
    assert judge_of(operation(*one(TOKEN)), "test", UNCHECKED) is None


def test_a_contract_with_auth_and_nobody_to_ask_is_refused_with_the_ways_out() -> None:
    with pytest.raises(ValueError, match=r"Ping: pass authenticate=.*UNCHECKED"):
        judge_of(operation(*one(TOKEN)), "test", None)


def test_what_cannot_be_asked_is_refused_at_once() -> None:
    class Asker:
        """A class, where one of its objects was meant."""

    wrong: list[Any] = ["secret", Asker, dict, lambda: None, isinstance]
    for one_of_them in wrong:
        with pytest.raises(TypeError):
            judge_of(operation(*one(TOKEN)), "test", one_of_them)


@pytest.mark.parametrize(
    "value",
    [
        Bearer("s3cr3t"),
        Basic("ann", "s3cr3t"),
        ApiKey("s3cr3t"),
        Certificate(subject="CN=a", der=b"s3cr3t"),
        Principal("ann", claims={"jti": "s3cr3t"}),
        Credentials({"token": Bearer("s3cr3t")}),
    ],
)
def test_nothing_shows_a_secret(value: Any) -> None:
    shown = [repr(value), str(value), f"{value!r:>10}", repr([value])]
    if hasattr(value, "__rich_repr__"):
        shown.append(repr(value.__rich_repr__()))
    assert all("s3cr3t" not in text for text in shown)


def test_the_message_says_what_would_do() -> None:
    _, ask = recorder()
    error = refused((*one(KEY), *one(OPERATOR)), ask, Shown())
    assert error.message == "This needs an API key (X-API-Key) or a name and a password."
    assert error.challenge() == 'ApiKey, Basic realm="shop.v1"'


def test_the_challenge_names_the_metadata_where_the_tokens_have_an_issuer() -> None:
    _, ask = recorder()
    url = "https://api.example/.well-known/oauth-protected-resource"
    assert refused(one(TOKEN), ask, Shown()).challenge(url) == f'Bearer resource_metadata="{url}"'
    assert refused(one(LOGIN), ask, Shown()).challenge(url) == "Bearer"
