"""A generated server takes conditional requests as RFC 9110, section 13, asks."""

import pytest

from generated._support import UNCHECKED
from generated.people.rest.server import create_app as create_people
from generated.servers.rest.server import create_app as create_servers
from tests.behaviour.services.people import AddressBook
from tests.behaviour.services.servers import DataCentre
from tests.rest.exchange import App, ask

ADA = {"name": "Ada Lovelace", "email": "ada@example.org"}


@pytest.fixture
def people() -> App:
    return create_people(AddressBook())


@pytest.fixture
def servers() -> App:
    return create_servers(DataCentre(), authenticate=UNCHECKED)


@pytest.fixture
def ada(people: App) -> tuple[str, str]:
    """The path and the entity tag of one person."""
    answer = ask(people, "POST", "/people", data=ADA)
    assert answer.status == 201
    return answer.headers["location"], answer.headers["etag"]


def test_the_same_state_has_the_same_tag(people: App, ada: tuple[str, str]) -> None:
    path, tag = ada
    assert ask(people, "GET", path).headers["etag"] == tag
    changed = ask(people, "PATCH", path, data={"name": "Ada King"})
    assert changed.headers["etag"] != tag
    assert ask(people, "GET", path).headers["etag"] == changed.headers["etag"]


@pytest.mark.parametrize("condition", ["{}", 'W/{}, "other"', '"other", {}', "*"])
def test_what_the_client_has_already_is_304_without_content(
    people: App, ada: tuple[str, str], condition: str
) -> None:
    path, tag = ada
    headers = {"if-none-match": condition.format(tag)}
    for method in ("GET", "HEAD"):
        answer = ask(people, method, path, headers=headers)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == tag
        assert "content-type" not in answer.headers
    assert ask(people, "GET", path, headers={"if-none-match": '"other"'}).status == 200


def test_a_read_of_what_is_no_more_is_412_before_it_is_304(
    people: App, ada: tuple[str, str]
) -> None:
    path, tag = ada
    for method in ("GET", "HEAD"):
        headers = {"if-match": '"other"', "if-none-match": tag}
        assert ask(people, method, path, headers=headers).status == 412
        assert ask(people, method, path, headers={"if-match": f"W/{tag}"}).status == 412
        assert ask(people, method, path, headers={"if-match": f'"other", {tag}'}).status == 200
        headers = {"if-match": tag, "if-none-match": tag}
        assert ask(people, method, path, headers=headers).status == 304


def test_a_change_of_what_has_changed_is_412_and_changes_nothing(
    people: App, ada: tuple[str, str]
) -> None:
    path, tag = ada
    headers = {"if-match": '"other"'}
    for method, data in (("PATCH", {"name": "Eve"}), ("DELETE", None)):
        answer = ask(people, method, path, data=data, headers=headers)
        assert (answer.status, answer.json["code"]) == (412, "aborted")
    assert ask(people, "GET", path).headers["etag"] == tag
    assert ask(people, "DELETE", path, headers={"if-match": tag}).status == 204


def test_if_match_compares_strongly(people: App, ada: tuple[str, str]) -> None:
    path, tag = ada
    answer = ask(people, "DELETE", path, headers={"if-match": f"W/{tag}"})
    assert answer.status == 412


def test_a_change_that_must_be_conditional_is_428_without_a_condition(servers: App) -> None:
    data = {"host_name": "db-1", "cores": 4, "memory_bytes": 1024}
    made = ask(servers, "POST", "/servers", data=data)
    path, tag = made.headers["location"], made.headers["etag"]
    assert tag == f'"{made.json["revision"]}"'
    answer = ask(servers, "DELETE", path)
    assert (answer.status, answer.json["code"]) == (428, "failed_precondition")
    assert ask(servers, "DELETE", path, headers={"if-match": tag}).status == 204


def test_a_merge_patch_sets_clears_and_keeps(people: App, ada: tuple[str, str]) -> None:
    path, _ = ada
    ask(people, "PATCH", path, data={"nickname": "Countess", "children": 3})
    headers = {"content-type": "application/merge-patch+json"}
    answer = ask(people, "PATCH", path, body=b'{"nickname": null}', headers=headers)
    assert (answer.json.get("nickname"), answer.json["children"]) == (None, 3)


def test_another_media_type_of_a_patch_is_415_and_accept_patch_says_which(
    people: App, ada: tuple[str, str]
) -> None:
    headers = {"content-type": "application/json-patch+json"}
    answer = ask(people, "PATCH", ada[0], body=b"[]", headers=headers)
    assert answer.status == 415
    assert answer.headers["accept-patch"] == "application/merge-patch+json, application/json"


def test_options_of_what_can_be_patched_say_with_what(people: App, ada: tuple[str, str]) -> None:
    answer = ask(people, "OPTIONS", ada[0])
    assert (answer.status, "PATCH" in answer.headers["allow"]) == (204, True)
    assert answer.headers["accept-patch"] == "application/merge-patch+json, application/json"
    assert "accept-patch" not in ask(people, "OPTIONS", "/people").headers


def test_what_is_deprecated_and_cached_says_so(servers: App) -> None:
    assert ask(servers, "GET", "/status").headers["cache-control"] == "public, max-age=10"
    data = {"host_name": "db-1", "cores": 4, "memory_bytes": 1024}
    made = ask(servers, "POST", "/servers", data=data)
    path, tag = made.headers["location"], made.headers["etag"]
    assert ask(servers, "GET", path).headers["cache-control"] == "private, max-age=60"
    old = ask(servers, "POST", f"{path}:reboot", headers={"if-match": tag})
    assert old.status == 200
    assert ask(servers, "GET", "/servers/none").headers.get("cache-control") is None
    assert old.headers["deprecation"] == "@1748736000"
    assert old.headers["sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
