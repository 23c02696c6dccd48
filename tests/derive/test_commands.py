"""The commands that ``gen serve`` prints, run as they stand by tools that know nothing of us.

grpcurl is not to be had as a Python package; ``buf curl`` is another such tool, so the printed
command is taken apart, and its call made with that: the same JSON, the messages by reflection.
"""

import asyncio
import json
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict

from generator.compare.mock import Derived, Generated, MemoryStore, seed
from generator.compare.sideways.assemble import compare
from generator.compare.sideways.commands import Commands
from generator.compare.sideways.comparison import OperationComparison
from generator.runtime.auth.authenticate import UNCHECKED
from tests.derive.conftest import CONTRACTS, trial

BUF = Path(sys.executable).with_name("buf")
NAMES = sorted(path.stem for path in CONTRACTS.glob("*.yaml"))


async def run(*command: str | Path) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def alike(one: Any, other: Any) -> bool:
    """Whether two answers have the same members and types, where both have a value.

    An example may leave out what a server sets, so one may have more of them than the other.
    """
    match one, other:
        case (dict(), dict()):
            few, many = sorted((_filled(one), _filled(other)), key=len)
            return few.keys() <= many.keys() and all(alike(few[n], many[n]) for n in few)
        case (list(), list()):
            return all(alike(*pair) for pair in zip(one[:1], other[:1], strict=False))
        case (int() | float(), int() | float()):
            return True
        case _:
            return type(one) is type(other)


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in value.items() if item not in (None, [], {})}


def answer_of(operation: OperationComparison, style: str) -> Any:
    """How the comparison prints the answer to the first example that succeeds."""
    call = next(call for call in operation.calls if not call.error)
    return next(one.answer for one in call.exchanges if one.style == style)


async def curl(command: str) -> tuple[str, Any]:
    """The status line and the body of what curl gets."""
    assert command.startswith("curl ")
    code, out, err = await run("sh", "-c", f"{command} -sS -i")
    assert code == 0, err
    head, _, body = out.partition("\r\n\r\n")
    return head.splitlines()[0], read(body)


def read(body: str | bytes) -> Any:
    """JSON as a value, None for nothing; XML as its text, without blanks between its elements."""
    text = body.decode() if isinstance(body, bytes) else body
    if not text.lstrip().startswith("<"):
        return json.loads(text) if text else None
    return re.sub(r">\s+<", "><", text.strip())


async def buf(command: str) -> Any:
    """The answer as JSON to the call of a printed grpcurl command."""
    name, plaintext, *rest = shlex.split(command)
    assert (name, plaintext) == ("grpcurl", "-plaintext")
    *options, target, method = rest
    names, values = options[::2], options[1::2]
    assert {*names} <= {"-d", "-H"}
    for place, one in enumerate(names):
        if one == "-H":  # which buf reads as comma-separated values
            values[place] = '"{}"'.format(values[place].replace('"', '""'))
    code, out, err = await run(
        *(BUF, "curl", "--protocol", "grpc", "--http2-prior-knowledge"),
        *(item for pair in zip(names, values, strict=True) for item in pair),
        f"http://{target}/{method}",
    )
    assert code == 0, f"{command}\n{err}"
    return json.loads(out)


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.slow
def test_every_printed_command_gets_the_printed_answer(name: str) -> None:
    tried = trial(name)
    operations = {found.name: found for found in compare(tried).operations}

    async def check() -> None:
        with tried.package() as package:
            folder = tried.api.folder
            derived = Derived(
                tried.api, Generated.load(package.load, folder), store := MemoryStore()
            )
            commands = Commands(tried, package)
            hosts = package.load(f"{folder}.serving")
            serving = package.load("_support.serve").serving
            free = {style.name: "127.0.0.1:0" for style in tried.styles}
            async with serving(
                hosts.__name__, hosts.HOSTS, derived.service, free, authenticate=UNCHECKED
            ) as targets:
                for operation in tried.api.operations.values():
                    shown = operations[operation.name.text]
                    if shown.streams or operation.binary is not None:
                        continue
                    found = commands.of(operation, targets)
                    assert found.keys() == targets.keys()
                    for style, command in found.items():
                        store.clear()
                        derived.items.clear()
                        seed(derived)
                        answer = answer_of(shown, style)
                        if command.startswith("curl "):
                            start, body = await curl(command)
                            assert start.split()[1:] == answer.start.split()[1:], command
                            expected = read(answer.body)
                        else:
                            body = await buf(command)
                            table = package.load(f"{folder}.{style}.binding").SERVICE
                            rpc = table.messages.pool.FindMethodByName(
                                shlex.split(command)[-1].replace("/", ".")
                            )
                            message = table.messages.cls(rpc.output_type.full_name)
                            expected = MessageToDict(message.FromString(answer.body))
                        assert alike(body, expected), command

    asyncio.run(check())
