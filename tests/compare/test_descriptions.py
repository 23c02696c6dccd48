"""What is said of a style without running it is what its clients send and its servers answer."""

from typing import Any

import pytest

from generator.building.readme.calls import ExampleCalls, streams
from generator.building.readme.errors import error_cases
from generator.building.trial import Trial, prepare
from generator.diagnostics import Problems
from generator.emit.credentials import Credentials
from tests.compare.test_comparison import CONTRACTS, NAMES, compared


def trial(name: str) -> Trial:
    problems = Problems()
    found = prepare(CONTRACTS / f"{name}.yaml", CONTRACTS.parent, problems)
    assert found is not None, list(problems)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_servers_answer_with_the_statuses_that_are_told(name: str) -> None:
    tried = trial(name)
    with tried.package() as package:
        described = ExampleCalls(tried.api, tried.bound.bindings, package).descriptions
        said = {}
        for operation in tried.api.operations.values():
            cases = {case.name: case for case in error_cases(tried.api, operation)}
            said[operation.name.text] = (operation, cases)
        for seen in compared(name).operations:
            operation, cases = said[seen.name]
            for found in seen.styles:
                told = described[found.style].success(operation)
                carried = described[found.style].facts(operation).carried
                assert found.status in ("", told if carried else "—")
            for failure in seen.failures:
                told = {
                    style: one.failure(operation, cases[failure.name])
                    if one.facts(operation).carried
                    else "—"
                    for style, one in described.items()
                }
                assert failure.statuses == told
            assert {failure.name for failure in seen.failures} == set(cases)


class _Sent(Exception):
    """What a client handed to its transport."""

    def __init__(self, request: Any) -> None:
        super().__init__()
        self.request = request


class _Recorder:
    def send(self, request: Any, _timeout: float | None) -> Any:
        raise _Sent(request)

    def close(self) -> None:
        """There is nothing to close."""


def recording(calls: ExampleCalls, style: str) -> Any:
    """The generated client of a style, with a transport that sends nothing.

    Its codec is the one that requests are shown with, where the style writes in several forms.
    """
    client = calls.load(f"{style}.client").Client
    made = client.__new__(client)
    codec: Any = getattr(calls.descriptions[style], "codec", None) or client.codec()
    assert isinstance(codec, type(client.codec()))
    calls.load("_support.client").SyncClient.__init__(made, codec, _Recorder())
    return made


@pytest.mark.parametrize("name", NAMES)
def test_the_requests_that_are_shown_are_those_of_the_generated_clients(name: str) -> None:
    tried = trial(name)
    checked = 0
    with tried.package() as package:
        calls = ExampleCalls(tried.api, tried.bound.bindings, package)
        entries = {entry.name: entry for entry in calls.load("operations").OPERATIONS}
        clients = {style: recording(calls, style) for style in calls.descriptions}
        for operation in tried.api.operations.values():
            for call in [] if streams(operation) else calls.of(operation):
                options = {"options": None} | dict(call.arguments)
                values = {key: value for key, value in options.items() if key != "options"}
                given = options["options"] or calls.load("_support.call").NO_OPTIONS
                for style, described in calls.descriptions.items():
                    with pytest.raises(_Sent) as sent:
                        getattr(clients[style], calls.method(operation))(**call.arguments)
                    entry = entries[operation.name.text]
                    written = described.request(entry, values, given, Credentials())
                    assert described.show(written) == described.show(sent.value.request)
                    checked += 1
    assert checked
