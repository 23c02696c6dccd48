"""The comparison in a terminal: readable at any width, in colour only where it shows."""

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from generator.compare.sideways.terminal import terminal
from generator.diagnostics.render.visible import width
from generator.formats.columns import Line, wrapped
from tests.bench.synthetic import contract as synthetic
from tests.compare.test_comparison import NAMES, compared

ROOT = Path(__file__).resolve().parents[2]
GEN = Path(sys.executable).with_name("gen")


def gen(*arguments: str, columns: int = 80) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [GEN, "compare", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "COLUMNS": str(columns)},
    )


@pytest.mark.parametrize("columns", [40, 80, 160, 240])
@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_wider_than_the_terminal(name: str, columns: int) -> None:
    text = terminal(compared(name), width=columns, color=False)
    assert [line for line in text.splitlines() if width(line) > columns] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost_in_a_narrow_terminal(name: str) -> None:
    found = compared(name)
    squeezed = "".join(terminal(found, width=50, color=False).split())
    for operation in found.operations:
        for call in operation.calls:
            for exchange in call.exchanges:
                if exchange.request is None:
                    assert "".join(f"not carried: {exchange.reason}".split()) in squeezed
                    continue
                assert "".join(exchange.request.start.split()) in squeezed
                assert "".join(exchange.answer.start.split()) in squeezed


def test_styles_stand_beside_each_other_where_there_is_room() -> None:
    found = compared("products")
    heads = [style.title for style in found.styles]
    wide = terminal(found, width=55 * len(heads), color=False).splitlines()
    narrow = terminal(found, width=80, color=False).splitlines()
    assert any(line.split() == heads for line in wide)
    assert not any(line.split() == heads for line in narrow)
    assert set(heads) <= set(narrow)


def test_colour_only_paints() -> None:
    found = compared("products")
    plain = terminal(found, width=120, color=False)
    painted = terminal(found, width=120, color=True)
    assert "\x1b" not in plain
    assert "\x1b[" in painted
    stripped = "".join(
        part.partition("m")[2] if n else part for n, part in enumerate(painted.split("\x1b["))
    )
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def test_a_pipe_gets_no_colour_and_a_terminal_does() -> None:
    done = gen("contracts/products.yaml", columns=80)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert "\x1b[" in on_a_terminal("contracts/products.yaml")


def on_a_terminal(*arguments: str) -> str:
    """What a command prints to a terminal."""
    leader, follower = pty.openpty()
    parts = []
    with subprocess.Popen(
        [GEN, "compare", *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=follower
    ) as process:
        os.close(follower)
        try:
            while select.select([leader], [], [], 60)[0]:
                try:
                    part = os.read(leader, 65536)
                except OSError:  # the other end was closed
                    break
                parts.append(part)
            assert process.wait(60) == 0
        finally:
            process.kill()
            os.close(leader)
    return b"".join(parts).decode()


def test_an_operation_can_be_chosen() -> None:
    text = gen("contracts/products.yaml", "--operation", "GetProduct").stdout
    assert "GetProduct" in text
    assert "AddProduct" not in text


def test_an_operation_that_is_not_there_is_refused_with_the_nearest() -> None:
    done = gen("contracts/products.yaml", "--operation", "GetProdct")
    assert done.returncode == 2
    assert "has no operation 'GetProdct'; did you mean 'GetProduct'?" in done.stderr


def test_a_style_can_be_chosen() -> None:
    text = gen("contracts/products.yaml", "--style", "rest").stdout
    assert "REST" in text
    assert "gRPC" not in text


def test_a_contract_with_errors_is_reported(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("contract: a.v1\ntitle: A\nversion: 1.0.0\nnonsense: 1\n")
    done = gen(str(tmp_path / "bad.yaml"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "bad.yaml:4:1" in done.stderr


def test_comparing_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_text(synthetic(2))
    assert gen(str(tmp_path / "big.yaml")).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["big.yaml"]


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("short", 10, ["short"]),
        ("one two three", 8, ["one two", "  three"]),
        ('{"a": 1, "b": 2}', 10, ['{"a": 1,', '  "b": 2}']),
        ("    indented text", 12, ["    indented", "      text"]),
        ("abcdefghij", 4, ["abcd", "  ef", "  gh", "  ij"]),
        ("a\x1b[31mb\u202ec", 40, ["a\\x1b[31mb\\u202ec"]),
        ("日本語のテキスト", 6, ["日本語", "  のテ", "  キス", "  ト"]),
        ("", 5, [""]),
    ],
)
def test_a_line_is_broken_where_it_may_be(text: str, room: int, expected: list[str]) -> None:
    assert [line.text for line in wrapped([Line(text)], room)] == expected
