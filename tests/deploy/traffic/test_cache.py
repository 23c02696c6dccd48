"""What a shared cache answers for others, and what it never does."""

from collections.abc import Callable

import httpx
import pytest

from generator.runtime import Bearer
from tests.deploy.traffic.desk import Desk
from tests.deploy.traffic.foreign import did
from tests.deploy.traffic.site import Site
from tests.waiting import until_by_thread

JSON, XML = {"accept": "application/json"}, {"accept": "application/xml"}


@pytest.fixture
def service(desk: Site) -> Desk:
    """A new desk behind the proxy, whose calls are counted from now on."""
    made = desk.pair.service = Desk(desk.package)
    desk.pair.came.clear()
    return made


@pytest.fixture
def note(service: Desk, request: pytest.FixtureRequest) -> str:
    """The id of a note that no other test reads."""
    id_ = f"{request.node.originalname}".replace("_", "-")
    service.notes[id_] = "text " * 1000
    return id_


def hit(caller: httpx.Client, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """An answer of the cache, once it has one: some store it beside the answer."""
    found: list[httpx.Response] = []

    def from_cache() -> bool:
        found.append(caller.get(path, headers=headers))
        return did(found[-1]) == "HIT"

    until_by_thread(from_cache)
    assert did(found[0]) == "MISS"
    assert len({(one.status_code, one.content) for one in found}) == 1
    return found[-1]


def token(name: str) -> dict[str, str]:
    return {"authorization": f"Bearer {name}"}


def test_what_is_stored_is_not_asked_for_again(desk: Site, service: Desk, note: str) -> None:
    with desk.http(headers=JSON) as caller:
        first = hit(caller, f"/open/{note}")
        asked = service.done["read_open"]
        second, head = caller.get(f"/open/{note}"), caller.head(f"/open/{note}")
    assert [did(second), did(head)] == ["HIT", "HIT"]
    assert service.done["read_open"] == asked
    assert second.content == first.content
    assert second.headers["content-type"] == first.headers["content-type"]
    assert (head.status_code, head.content) == (200, b"")


def test_head_first_does_not_store_an_answer_without_a_body(
    desk: Site, service: Desk, note: str
) -> None:
    with desk.http(headers=JSON) as caller:
        assert caller.head(f"/open/{note}").content == b""
        assert caller.get(f"/open/{note}").json()["text"] == service.notes[note]


def test_json_and_xml_are_stored_apart(desk: Site, service: Desk, note: str) -> None:
    place = f"/open/{note}"
    with desk.http() as caller:
        hits = [hit(caller, place, one) for one in (JSON, XML)]
        asked = service.done["read_open"]
        again = [caller.get(place, headers=one) for one in (JSON, XML)]
    assert service.done["read_open"] == asked
    kinds = [one.headers["content-type"].partition(";")[0] for one in again]
    assert kinds == ["application/json", "application/xml"]
    assert [one.content for one in again] == [one.content for one in hits]


def test_who_takes_no_gzip_gets_none_from_the_cache(desk: Site, service: Desk, note: str) -> None:
    with desk.http(headers=JSON) as caller:
        for encoding in ("gzip", "identity", "gzip", "identity"):
            with caller.stream("GET", f"/open/{note}", headers={"accept-encoding": encoding}) as it:
                packed = b"".join(it.iter_raw())
                assert (it.headers.get("content-encoding") == "gzip") == (encoding == "gzip")
            assert packed.startswith(b"\x1f\x8b" if encoding == "gzip" else b"{")
    assert service.done["read_open"] <= 4


def test_what_is_stale_is_asked_for_by_its_tag(desk: Site, service: Desk, note: str) -> None:
    answers: list[httpx.Response] = []
    with desk.http(headers=JSON) as caller:

        def is_stale() -> bool:  # after a second
            answers.append(caller.get(f"/notes/{note}"))
            return did(answers[-1]) not in {"MISS", "HIT"}

        until_by_thread(is_stale)
        assert [did(answers[0]), did(answers[-1])] == ["MISS", "REVALIDATED"]
        assert {one.status_code for one in answers} == {200}
        assert len({one.content for one in answers}) == 1
        asked = [one.headers.get("if-none-match") for one in desk.pair.came]
        assert asked[0] is None
        assert asked[-1] is not None
        assert len([one for one in asked if one]) == 1
        service.notes[note] = "changed"
        until_by_thread(lambda: caller.get(f"/notes/{note}").json()["text"] == "changed")


def test_a_caller_that_has_the_tag_gets_304_from_the_cache(
    desk: Site, service: Desk, note: str
) -> None:
    with desk.http(headers=JSON) as caller:
        tag = caller.get(f"/notes/{note}").headers["etag"]
        found = caller.get(f"/notes/{note}", headers={"if-none-match": tag})
        assert (found.status_code, found.content) == (304, b"")
        assert caller.get(f"/notes/{note}").json()["text"] == service.notes[note]


@pytest.mark.parametrize("accept", [JSON, XML], ids=["json", "xml"])
def test_an_answer_to_one_token_reaches_no_other(
    desk: Site, note: str, accept: dict[str, str]
) -> None:
    with desk.http(headers=accept) as caller:
        for name in ("ann", "bob", "ann", "bob"):
            found = caller.get(f"/own/{note}", headers=token(name))
            assert name in found.text, found.text
            assert did(found) != "HIT"
            assert caller.get(f"/own/{note}").status_code == 401
    assert len([one for one in desk.pair.came if one.operation == "ReadOwn"]) == 8


def test_an_answer_to_one_key_reaches_no_other(desk: Site, note: str) -> None:
    with desk.http(headers=JSON) as caller:
        for name in ("ann", "bob", "ann", "bob"):
            found = caller.get(f"/keyed/{note}", headers={"x-desk-key": name})
            assert found.json()["reader"] == name
            assert caller.get(f"/keyed/{note}").status_code == 401


def test_what_is_public_is_shared_by_all_who_may_ask(desk: Site, note: str) -> None:
    with desk.http(headers=JSON) as caller:
        assert caller.get(f"/shared/{note}").status_code == 401  # and that is not stored
        hit(caller, f"/shared/{note}", {"x-desk-key": "ann"})
        found = caller.get(f"/shared/{note}", headers={"x-desk-key": "bob"})
        by_token = caller.get(f"/shared/{note}", headers=token("bob"))
    assert (did(found), found.json()["reader"]) == ("HIT", "ann")
    # Some caches answer none who shows a token.
    assert by_token.json()["reader"] == ("ann" if did(by_token) == "HIT" else "bob")


@pytest.mark.parametrize("place", ["hidden", "fresh"])
def test_what_the_contract_does_not_let_be_stored_is_asked_for_each_time(
    desk: Site, note: str, place: str
) -> None:
    with desk.http(headers=JSON) as caller:
        for _ in range(3):
            assert did(caller.get(f"/{place}/{note}")) != "HIT"
    assert len(desk.pair.came) == 3


def test_errors_are_not_stored(desk: Site, service: Desk, note: str) -> None:
    service.out_of_order = True
    with desk.http(headers=JSON) as caller:
        assert caller.get(f"/open/{note}").status_code == 503
        service.out_of_order = False
        text = service.notes.pop(note)
        assert [caller.get(f"/open/{note}").status_code for _ in range(2)] == [404, 404]
        assert caller.get(f"/open/{note}?nobody=knows").status_code == 400
        service.notes[note] = text
        found = caller.get(f"/open/{note}")
    assert (found.status_code, did(found)) == (200, "MISS")


def test_another_path_or_query_is_another_answer(desk: Site, service: Desk, note: str) -> None:
    odd = f"{note}/x y&z=1?"
    service.notes[odd] = "odd"
    with desk.http(headers=JSON) as caller:
        path = "/open/" + httpx.URL("", params={"k": odd}).query[2:].decode().replace("+", "%20")
        for _ in range(2):
            assert caller.get(path).json()["id"] == odd
            assert caller.get(f"/open/{note}").json()["id"] == note


def from_cache(site: Site, call: Callable[[], object]) -> bool:
    """Whether a call comes to no server."""
    before = len(site.pair.came)
    call()
    return len(site.pair.came) == before


@pytest.mark.parametrize("style", ["rest", "connect"])
def test_generated_clients_never_get_the_answer_of_another(
    desk: Site, note: str, style: str
) -> None:
    by_get = {"use_get": True} if style == "connect" else {}
    for name in ("ann", "bob") * 2:
        with desk.client(style, credentials=Bearer(name), **by_get) as client:
            assert client.read_own(id=note).reader == name
            assert client.read_open(id=note).reader == ""
        with desk.client(style, credentials=Bearer(name), **by_get) as client:
            until_by_thread(
                lambda client=client: from_cache(desk, lambda: client.read_open(id=note))
            )
