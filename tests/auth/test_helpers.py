"""The functions for ``authenticate=`` that come with the package, and how they combine."""

import asyncio
import datetime
import hmac
from typing import Any

import pytest

from generator.runtime import (
    ApiKey,
    Basic,
    Bearer,
    Certificate,
    Certificates,
    Credentials,
    FixedKeys,
    FixedTokens,
    Passwords,
    Principal,
    ServiceError,
    any_of,
    by_scheme,
    calling,
    hash_password,
)
from generator.runtime.auth import fixed, passwords
from generator.runtime.auth.judge import judge_of
from generator.runtime.auth.schemes import Need
from generator.runtime.codes import Code
from tests.auth.judging import KEY, LOGIN, OPERATOR, PARTNER, TOKEN, operation

ANN, BOB = Principal("ann", {"read"}), Principal("bob")


def asked(ask: Any, **credentials: Any) -> Principal | None:
    schemes = {one.name: one for one in (TOKEN, LOGIN, KEY, OPERATOR, PARTNER)}
    given = Credentials(credentials, [schemes[name] for name in credentials])
    with calling():
        found: Principal | None = asyncio.run(ask(given))
    return found


def test_a_fixed_token_is_whose_it_is() -> None:
    tokens = FixedTokens({"t1": ANN, "t2": "bob"})
    assert asked(tokens, token=Bearer("t1")) == ANN
    assert asked(tokens, login=Bearer("t2")) == BOB
    assert asked(tokens, token=Bearer("t")) is None
    assert asked(tokens, token=Bearer("t\ud800")) is None


def test_a_fixed_key_is_whose_it_is() -> None:
    keys = FixedKeys({"k1": ANN, "k2": "bob"})
    assert asked(keys, key=ApiKey("k2")) == BOB
    assert asked(keys, key=ApiKey("k3")) is None


def test_no_secret_is_kept_or_compared_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Any] = []
    compare = hmac.compare_digest

    def watched(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return compare(one, other)

    monkeypatch.setattr(fixed.hmac, "compare_digest", watched)
    tokens = FixedTokens({"s3cr3t-1": ANN, "s3cr3t-2": BOB})
    for given in ("s3cr3t-1", "s3cr3t-3", "s3cr3t-"):
        asked(tokens, token=Bearer(given))
    assert len(compared) == 3
    assert all(b"s3cr3t" not in part for pair in compared for part in pair)
    kept = repr(vars(tokens)) + repr(tokens._known._principals)
    assert "s3cr3t" not in kept


def test_digests_differ_from_process_to_process_so_that_nobody_can_aim() -> None:
    digests = [{*FixedTokens({"t": ANN})._known._principals} for _ in range(2)]
    assert digests[0] != digests[1]


@pytest.mark.parametrize("make", [FixedTokens, FixedKeys])
def test_an_empty_secret_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match="empty"):
        make({"": ANN})


@pytest.mark.parametrize(
    ("ask", "key"),
    [
        (FixedTokens({"t": ANN}), "t"),
        (FixedKeys({"t": ANN}), "t"),
    ],
)
def test_one_that_knows_one_kind_lets_nobody_in_with_another_credential_beside(
    ask: Any, key: str
) -> None:
    assert asked(ask, token=Bearer(key), key=ApiKey(key)) is None
    wrong = {"key": ApiKey(key)} if isinstance(ask, FixedTokens) else {"token": Bearer(key)}
    assert asked(ask, **wrong) is None


def test_a_certificate_is_known_by_its_subject_or_another_name() -> None:
    known = Certificates({"CN=a,O=Bank": ANN, "b.example": "bob"})
    assert asked(known, partner=Certificate(subject="CN=a,O=Bank")) == ANN
    other = Certificate(subject="CN=b", names=("x.example", "b.example"))
    assert asked(known, partner=other) == BOB
    assert asked(known, partner=Certificate(subject="CN=a")) is None


def test_a_certificate_that_has_expired_is_nobodys() -> None:
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    expired = Certificate(subject="CN=a", not_after=past)
    assert asked(Certificates({"CN=a": ANN}), partner=expired) is None


def test_a_password_is_checked_against_its_hash() -> None:
    known = Passwords({"ann": hash_password("pa:ß"), "bob": hash_password("other")}, {"ann": ANN})
    assert asked(known, operator=Basic("ann", "pa:ß")) == ANN
    assert asked(known, operator=Basic("bob", "other")) == BOB
    assert asked(known, operator=Basic("bob", "pa:ß")) is None
    assert asked(known, operator=Basic("eve", "other")) is None
    assert asked(known, operator=Basic("eve", "")) is None


@pytest.mark.parametrize(("name", "password"), [("ann", "pa\0"), ("a\nnn", "pa"), ("a:n", "pa")])
def test_a_name_or_a_password_that_basic_cannot_hold_is_refused(name: str, password: str) -> None:
    with pytest.raises(ValueError, match="of Basic ha"):
        Basic(name, password)


def test_a_hash_has_a_salt_and_says_how_it_was_made() -> None:
    one, other = hash_password("x"), hash_password("x")
    assert one != other
    assert one.startswith("$scrypt$ln=14,r=8,p=5$")


@pytest.mark.parametrize("text", ["secret", "", "$2b$12$abc", "$scrypt$ln=14,r=8,p=5$a"])
def test_what_is_no_hash_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(ValueError, match="'ann'") as caught:
        Passwords({"ann": text})
    assert not text or text not in str(caught.value)


def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    scrypt = passwords._scrypt

    def counted(password: str, *more: Any) -> bytes:
        made.append(password)
        return scrypt(password, *more)

    monkeypatch.setattr(passwords, "_scrypt", counted)
    return made


def test_a_right_password_is_remembered_and_a_wrong_one_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = Passwords({"ann": hash_password("right")})
    made = hashings(monkeypatch)
    for given in ("right", "right", "wrong", "wrong"):
        asked(known, operator=Basic("ann", given))
    assert made == ["right", "wrong", "wrong"]


def test_what_is_remembered_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Passwords({"ann": hash_password("right")})
    monkeypatch.setattr(passwords, "_REMEMBERED", 0.0)
    made = hashings(monkeypatch)
    for _ in range(2):
        assert asked(known, operator=Basic("ann", "right")) is not None
    assert len(made) == 2


def test_a_password_that_was_changed_counts_at_once() -> None:
    hashes = {"ann": hash_password("old")}
    known = Passwords(hashes)
    assert asked(known, operator=Basic("ann", "old")) is not None
    hashes["ann"] = hash_password("new")
    assert asked(known, operator=Basic("ann", "old")) is None
    del hashes["ann"]
    assert asked(known, operator=Basic("ann", "new")) is None


def test_who_is_not_known_takes_a_hash_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Passwords({"ann": hash_password("right")})
    made = hashings(monkeypatch)
    asked(known, operator=Basic("eve", "x"))
    assert made == ["x"]


def test_one_password_many_times_at_once_is_hashed_once_and_a_flood_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = Passwords({"ann": hash_password("right")})
    made = hashings(monkeypatch)
    monkeypatch.setattr(passwords, "_MOST", 2)

    async def all_of(*given: str) -> list[Any]:
        calls = (known(Credentials({"operator": Basic("ann", one)})) for one in given)
        return await asyncio.gather(*calls, return_exceptions=True)

    assert asyncio.run(all_of(*["right"] * 20)) == [Principal("ann")] * 20
    assert made == ["right"]
    answers = asyncio.run(all_of("a", "b", "c"))
    assert answers[:2] == [None, None]
    assert isinstance(answers[2], ServiceError)
    assert answers[2].code is Code.RESOURCE_EXHAUSTED


def test_any_of_asks_until_one_knows() -> None:
    known = any_of(FixedTokens({"t": ANN}), FixedKeys({"k": BOB}))
    assert asked(known, token=Bearer("t")) == ANN
    assert asked(known, key=ApiKey("k")) == BOB
    assert asked(known, token=Bearer("k")) is None
    assert asked(known, token=Bearer("t"), key=ApiKey("k")) is None


def test_any_of_tells_why_nobody_knows() -> None:
    async def too_old(_: Credentials) -> Principal:
        raise ServiceError("too old", code=Code.UNAUTHENTICATED)

    assert asked(any_of(too_old, FixedTokens({"t": ANN})), token=Bearer("t")) == ANN
    with pytest.raises(ServiceError, match="too old"):
        asked(any_of(too_old, FixedTokens({"t": ANN})), token=Bearer("x"))


def test_by_scheme_asks_for_each_and_all_must_be_known() -> None:
    keys = FixedKeys({"k": Principal("hub", {"write"})})
    known = by_scheme(token=FixedTokens({"t": ANN}), key=keys)
    assert asked(known, token=Bearer("t")) == ANN
    both = asked(known, token=Bearer("t"), key=ApiKey("k"))
    assert both == Principal("ann", {"read", "write"})
    assert asked(known, token=Bearer("t"), key=ApiKey("x")) is None
    assert asked(known, token=Bearer("x"), key=ApiKey("k")) is None
    assert asked(known, operator=Basic("ann", "t")) is None


def start(needs: Any, ask: Any) -> None:
    assert judge_of(operation(*needs), "test", ask) is not None


def test_a_server_where_nobody_could_ever_call_does_not_start() -> None:
    token, key = Need(scheme=TOKEN), Need(scheme=KEY)
    tokens, keys = FixedTokens({"t": ANN}), FixedKeys({"k": ANN})
    start([[token]], tokens)
    start([[token], [key]], tokens)
    start([[token, key]], by_scheme(token=tokens, key=keys))
    start([[key]], any_of(tokens, keys))
    for needs, ask, says in [
        ([[key]], tokens, "does not know the scheme 'key', which is api_key"),
        ([[token, key]], tokens, "'token' and 'key' are needed together"),
        ([[token, key]], any_of(tokens, keys), "are needed together"),
        ([[token]], by_scheme(key=keys), "nothing for the scheme 'token'"),
        ([[token]], by_scheme(token=keys), "does not know the scheme 'token'"),
    ]:
        with pytest.raises(ValueError, match=f"nobody could call Ping: .*{says}"):
            start(needs, ask)
