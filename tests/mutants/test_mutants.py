"""Breaks one promise of the run-time code at a time: a test that is named beside it must fail."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START = Path(__file__).parent / "start"
CLIENT = "tests/runtime/test_client.py"


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A change of a module below ``generator``, and tests of which one must notice."""

    what: str
    module: str
    old: str
    new: str
    tests: str
    only: str = ""

    def __str__(self) -> str:
        return self.what


MUTANTS = [
    Mutant(
        what="items that wait for an acknowledgement",
        module="runtime.http.connection",
        old="            send_at_once(found)\n",
        new="",
        tests="tests/rest/test_streams.py",
        only="acknowledged",
    ),
    Mutant(
        what="scopes that nobody looks at",
        module="runtime.auth.judge",
        old="if alternative.scopes <= principal.scopes:",
        new="if True:",
        tests="tests/auth/test_judge.py",
        only="scope",
    ),
    Mutant(
        what="a helper that lets any credential in beside one that it knows",
        module="runtime.auth.credentials",
        old="if len(self._found) != 1:",
        new="if not self._found:",
        tests="tests/auth/test_helpers.py",
        only="beside",
    ),
    Mutant(
        what="a token with any algorithm",
        module="runtime.auth.jwt_tokens",
        old="if algorithm not in self._algorithms or",
        new="if",
        tests="tests/auth/test_jwt.py",
        only="algorithm or secret",
    ),
    Mutant(
        what="a client certificate that any caller may claim",
        module="runtime.auth.evidence",
        old="if self.trust_client_cert:",
        new="if True:",
        tests="tests/auth/test_evidence.py",
        only="trusted",
    ),
    Mutant(
        what="no pause between tries",
        module="runtime.client",
        old="time.sleep(pause)",
        new="pass",
        tests=CLIENT,
        only="pause",
    ),
    Mutant(
        what="no pause between tries that are awaited",
        module="runtime.client",
        old="await _sleep(pause)",
        new="pass",
        tests=CLIENT,
        only="pause",
    ),
    Mutant(
        what="an empty key that a server takes",
        module="runtime.operation",
        old="is str and value:",
        new="is str:",
        tests="tests/behaviour/test_bounds.py",
        only="empty_key and grpc",
    ),
    Mutant(
        what="a client that is gone as the end of its stream",
        module="formats.protobuf_rpc.runtime.received",
        old="""            await self._receive()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            task = self._task
""",
        new="            task = None\n",
        tests="tests/grpc/test_streams.py",
        only="cut",
    ),
    Mutant(
        what="an early answer that is lost where a message cannot be written",
        module="styles.grpc.runtime.streams",
        old='core, "send_serialized_message", call.write',
        new='call, "write"',
        tests="tests/grpc/test_streams.py",
        only="early",
    ),
    Mutant(
        what="no limit of the time in which a client answers a ping",
        module="styles.grpc.runtime.server",
        old='"grpc.http2.ping_timeout_ms"',
        new='"grpc.http2.no_such_option"',
        tests="tests/grpc/test_streams.py",
        only="half_open",
    ),
    Mutant(
        what="no jitter",
        module="runtime.attempts",
        old="(1 - _JITTER * random.random())",
        new="1",
        tests=CLIENT,
        only="pause",
    ),
    Mutant(
        what="pauses that do not grow",
        module="runtime.attempts",
        old="((1 << self._left) - 1)",
        new="self._left",
        tests=CLIENT,
        only="pause",
    ),
    Mutant(
        what="one try more than the contract says",
        module="runtime.attempts",
        old="self._left <= 0",
        new="self._left < 0",
        tests=CLIENT,
        only="tried",
    ),
    Mutant(
        what="Retry-After not honoured",
        module="runtime.attempts",
        old="if error.retry_after is None else error.retry_after",
        new="",
        tests=CLIENT,
        only="come_back",
    ),
    Mutant(
        what="the end of the deadline hides an outage",
        module="runtime.attempts",
        old="raise self._unavailable",
        new="raise error",
        tests=CLIENT,
        only="unavailable",
    ),
    Mutant(
        what="another page after the last one",
        module="runtime.calls",
        old="if not page.next_page_token:",
        new="if page.next_page_token is None:",
        tests=CLIENT,
        only="items",
    ),
    Mutant(
        what="page tokens that repeat",
        module="runtime.pages",
        old="token in self._kept or token == self._anchor",
        new="False",
        tests=CLIENT,
        only="comes_again",
    ),
    Mutant(
        what="long cycles of page tokens",
        module="runtime.pages",
        old="self._steps == self._stretch",
        new="False",
        tests=CLIENT,
        only="cycle",
    ),
    Mutant(
        what="calls of a closed client",
        module="runtime.client",
        old="self._check_open()\n            try:",
        new="try:",
        tests=CLIENT,
        only="closes",
    ),
    Mutant(
        what="a cancellation of the caller's taken for a closed client",
        module="runtime.client",
        old="task is None or task.cancelling() == 0",
        new="True",
        tests="tests/behaviour/test_closing.py",
        only="still_cancels and rest",
    ),
    Mutant(
        what="a cancellation that is not taken back",
        module="runtime.http.asgi",
        old="self._task.uncancel()",
        new="pass",
        tests="tests/rest/test_asgi.py",
    ),
    Mutant(
        what="a server that is not told the deadline",
        module="runtime.http.aio",
        old="headers[self._timeout_header] = milliseconds(timeout)",
        new="pass",
        tests="tests/behaviour/test_calls.py",
        only="contracts_timeout and rest-async",
    ),
    Mutant(
        what="sync: a server that is not told the deadline",
        module="runtime.http.sync",
        old="headers[self._timeout_header] = milliseconds(timeout)",
        new="pass",
        tests="tests/behaviour/test_calls.py",
        only="contracts_timeout and rest-sync",
    ),
    Mutant(
        what="an answer to another call",
        module="styles.jsonrpc.runtime.codec",
        old="message.id != request.id",
        new="False",
        tests="tests/jsonrpc/test_client.py",
        only="another_call",
    ),
    Mutant(
        what="connections shared after a fork",
        module="runtime.process",
        old="os.register_at_fork(after_in_child=_renew)",
        new="pass",
        tests="tests/behaviour/test_fork.py",
        only="children and rest",
    ),
    Mutant(
        what="ids that a child shares with its parent",
        module="runtime.ids",
        old="if self._process is not process.current():",
        new="if False:",
        tests="tests/behaviour/test_fork.py",
        only="ids",
    ),
    Mutant(
        what="a 404 without an error body that says not_found",
        module="runtime.http.statuses",
        old="404: Code.UNIMPLEMENTED",
        new="404: Code.NOT_FOUND",
        tests="tests/rest/test_codec.py",
        only="proxy",
    ),
    Mutant(
        what="errors that lose what they hold when they are copied",
        module="runtime.errors",
        old="(type(self), *self.args), state",
        new="(type(self), *self.args), {}",
        tests="tests/behaviour/test_pickling.py",
        only="keeps_all and deepcopy",
    ),
    Mutant(
        what="True taken for a number",
        module="runtime.validation.exact",
        old='f"type({value}) is {self._bind(kind)}"',
        new='f"isinstance({value}, {self._bind(kind)})"',
        tests="tests/behaviour/test_wrong_types.py",
        only="grpc-sync",
    ),
    Mutant(
        what="a member given twice taken as if once",
        module="runtime.json_text",
        old='if body.count(b":") == members:',
        new="if members:",
        tests="tests/behaviour/test_quick_check.py",
        only="aBool",
    ),
    Mutant(
        what="conditions that a gateway keeps to itself",
        module="runtime.forwarding",
        old="if_match=call.if_match,",
        new="",
        tests="tests/behaviour/test_gateway.py",
        only="passes_on and rest-async",
    ),
    Mutant(
        what="a key that is free though its call runs",
        module="runtime.idempotency.once",
        old="        if found.runs:\n            raise KeyInUse\n",
        new="        if found.runs:\n            return None\n",
        tests="tests/behaviour/test_idempotency_keys.py",
        only="fifty and jsonrpc-async",
    ),
    Mutant(
        what="another input that gets the answer of the first one",
        module="runtime.idempotency.once",
        old="if found.input != record.input:",
        new="if False:",
        tests="tests/behaviour/test_idempotency_keys.py",
        only="another_input and jsonrpc-async",
    ),
    Mutant(
        what="keys that all principals share",
        module="runtime.idempotency.keys",
        old="who = [] if principal is None else [issuer, subject]",
        new="who: list[str] = []",
        tests="tests/behaviour/test_idempotency_keys.py",
        only="principals and jsonrpc-async",
    ),
    Mutant(
        what="a call that ends with its caller",
        module="runtime.idempotency.once",
        old="return await asyncio.shield(task)",
        new="return await task",
        tests="tests/behaviour/test_idempotency_keys.py",
        only="caller_has_gone and jsonrpc-async",
    ),
    Mutant(
        what="a failure that is given again",
        module="runtime.idempotency.record",
        old="""        if type(error) not in self._op.errors or error.code in _PASSING:
            return None
        if error.retry_after is not None:
            return None
""",
        new="        if type(error) not in self._op.errors:\n            return None\n",
        tests="tests/behaviour/test_idempotency_keys.py",
        only="no_answer and busy and jsonrpc-async",
    ),
    Mutant(
        what="a late writer that overwrites",
        module="runtime.idempotency.memory",
        old="if found is None or found.record != record:\n                return False",
        new="if found is None:\n                return False",
        tests="tests/behaviour/test_idempotency_stores.py",
        only="comes_late and memory",
    ),
    Mutant(
        what="a call that shows its headers",
        module="runtime.call",
        old='names = ("operation", "style", "deadline", "principal", "cancelled")',
        new='names = ("operation", "style", "headers", "principal", "cancelled")',
        tests="tests/behaviour/test_no_secrets.py",
        only="tell_no_secret and grpc-async",
    ),
    Mutant(
        what="a stream that is silent without heartbeats",
        module="runtime.http.streaming.respond",
        old="left = self.wait if self.busy else self.at + self.wait - now",
        new="left = self.wait",
        tests="tests/rest/test_streams.py",
        only="silence_is_filled",
    ),
    Mutant(
        what="a stream that goes on without its reader",
        module="runtime.http.streaming.peer",
        old="            self.gone = True\n            self._task.cancel()",
        new="            self.gone = True",
        tests="tests/runtime/test_socket_frames.py",
        only="client_goes",
    ),
    Mutant(
        what="line separators that end a line",
        module="runtime.http.streaming.lines",
        old='*lines, rest = data.split(b"\\n")',
        new="*lines, rest = [*map(str.encode, data.decode().splitlines()), b'']",
        tests="tests/runtime/test_stream_lines.py",
    ),
    Mutant(
        what="a WebSocket for pages of any origin",
        module="styles.rest.runtime.socket",
        old='if not origin or "*" in allowed or origin in allowed:',
        new="if True:",
        tests="tests/rest/test_sockets.py",
        only="other_origins",
    ),
    Mutant(
        what="a stream that outlives the grace",
        module="runtime.shutdown",
        old="        if self.waiting:\n            self._ended = True",
        new="        if False:\n            self._ended = True",
        tests="tests/runtime/test_stream_target.py",
        only="its_style",
    ),
    Mutant(
        what="an item that may take for ever",
        module="styles.rest.runtime.items",
        old="if self._timeout is None or not held:",
        new="if True:",
        tests="tests/rest/test_streams.py",
        only="silence_between",
    ),
    Mutant(
        what="an upload that was cut and counts as whole",
        module="runtime.http.uploads",
        old='self._error = "The body was cut.", Code.CANCELLED',
        new="self.ended = True",
        tests="tests/rest/test_streams.py",
        only="is_cut",
    ),
    Mutant(
        what="frames of a WebSocket received without end",
        module="runtime.http.streaming.peer",
        old="while self._size > _AHEAD:",
        new="while False:",
        tests="tests/runtime/test_socket_frames.py",
    ),
    Mutant(
        what="messages of Connect that are unpacked without a limit",
        module="styles.connect.runtime.compression",
        old="part.decompress(left, limit + 1 - len(found))",
        new="part.decompress(left)",
        tests="tests/connect/test_malformed.py",
        only="bomb",
    ),
    Mutant(
        what="a body of Connect that is read before it is known who calls",
        module="styles.connect.runtime.unary",
        old="                if endpoint.judge is not None:\n",
        new="                if False:\n",
        tests="tests/connect/test_unary.py",
        only="before_the_body",
    ),
    Mutant(
        what="a stream of Connect that is cut, and taken for whole",
        module="styles.connect.runtime.incoming",
        old="                if envelopes.within or (text is not None and text.held):\n"
        "                    raise cut()\n",
        new="",
        tests="tests/connect/test_streams.py",
        only="cut_in_a_message",
    ),
    Mutant(
        what="a message of XML-RPC that declares what it pleases",
        module="styles.xmlrpc.runtime.messages",
        old="        parser.StartDoctypeDeclHandler = _doctype\n",
        new="",
        tests="tests/xmlrpc/test_http.py",
        only="doctype",
    ),
    Mutant(
        what="a member that is given twice, and read quickly",
        module="styles.xmlrpc.runtime.plain",
        old="or name in inner",
        new="",
        tests="tests/xmlrpc/test_plain.py",
        only="plain",
    ),
    Mutant(
        what="special text that is written as it is",
        module="styles.xmlrpc.runtime.writing",
        old="        if not _is_plain(data):",
        new="        if False:",
        tests="tests/xmlrpc/test_writing.py",
        only="text",
    ),
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_broken_promise_is_noticed(mutant: Mutant) -> None:
    path = ROOT / "generator" / f"{mutant.module.replace('.', '/')}.py"
    text = path.read_text() if path.is_file() else ""
    assert mutant.old in text, f"{path.name} has changed: so must the mutant '{mutant}'"
    change = {name: value for name, value in asdict(mutant).items() if name in _CHANGE}
    options = ["-x", "-q", "--stale", "-p", "no:cacheprovider"]
    chosen = ["-k", mutant.only] if mutant.only else []
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *chosen, mutant.tests],
        cwd=ROOT,
        env={**os.environ, **_LEAN, "MUTANT": json.dumps(change), "PYTHONPATH": str(START)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, f"survived:\n{done.stdout}{done.stderr}"


_CHANGE = {"module", "old", "new"}
# These tests need none of the plugins that happen to be installed, and what a mutant prevents they
# await in vain.
_LEAN = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PATIENCE": "5"}
