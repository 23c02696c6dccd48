"""Whatever bytes a contract has, reading it ends soon, with nodes or with problems."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.contract.source import load
from generator.diagnostics import Problems
from generator.diagnostics.render import FORMATS, render
from tests.source.reading import pure_python

SEED = """\
# yaml-language-server: $schema=./contract.schema.json
%s
contract: shop.products.v1
title: "Products \\u00e9"
imports: {common: common.yaml, 'other': "other.yaml"}
types:
  Category: &c {enum: [Clothes, Shoes]}
  Product:
    description: |
      One product,
        on the list.
    fields:
      id: {type: string, read_only: true, pattern: '^[a-z]{3}$'}
      price: {type: decimal, minimum: 0.50, maximum: 0x1F}
      tags: list<string>?
      again: *c
      text: >-
        folded
        text
operations:
  Get: {get: Product, rest: "GET /products/{product_id}"}
  ? complex
  : [1, 2, {a: b}]
""".replace("%s\n", "")
TOKENS = [
    *("{", "}", "[", "]", ",", ": ", ":", "- ", "? ", "#", "&a ", "*a", "*a ", "!x ", "!!str "),
    *("|", ">", "|2+", "'", '"', "\\", "%YAML 1.1\n", "---\n", "...\n", "\n", "\r", "\t", " "),
    *("<<: ", "@", "`", "~", "\0", "\x1b[2J", "\u2028", "\ufeff", "\u202e", "é", "𝄞", "0o7", "1e9"),
]


def codes(path: Path) -> list[str]:
    """Read a file, print what was found in every format, and name the codes."""
    problems = Problems()
    source = load(path, path.parent, problems)
    for output_format in FORMATS:
        assert "\x1b" not in render(problems, output_format, kinds={})
    assert source is not None or problems.failed
    return [found.code for found in problems]


def laughs(levels: int, form: str = "[{}]") -> str:
    lines = ["a0: &a0 lol"]
    for level in range(levels):
        inside = ", ".join([f"*a{level}"] * 10)
        lines.append(f"a{level + 1}: &a{level + 1} {form.format(inside)}")
    return "\n".join(lines) + "\n"


MIB = 2**20
BOMBS: dict[str, tuple[Callable[[], str], set[str]]] = {
    "billion laughs": (lambda: laughs(9), {"GEN118"}),
    "many more laughs": (lambda: laughs(90), {"GEN118"}),
    "long text, often": (
        lambda: "a: &a " + "x" * 100_000 + "\nb: [" + "*a, " * 1000 + "]\n",
        {"GEN118"},
    ),
    "laughs as keys": (lambda: "a: &a {b: c}\nd: {" + "*a : 1, " * 1000 + "}\n", {"GEN111"}),
    "deep brackets": (lambda: "a: " + "[" * 100_000, {"GEN119"}),
    "deep braces": (lambda: "a: " + "{a: " * 100_000, {"GEN119"}),
    "deep blocks": (
        lambda: "".join(" " * depth + "a:\n" for depth in range(2000)),
        {"GEN119"},
    ),
    "deep dashes": (lambda: "- " * 50_000 + "a\n", {"GEN119"}),
    "deep question marks": (lambda: "? " * 50_000 + "a\n", {"GEN119"}),
    "many duplicates": (lambda: "a: 1\n" * 100_000, {"GEN110"}),
    "many tags": (lambda: "- !x y\n" * 100_000, {"GEN113"}),
    "many tabs": (lambda: "a:\t1\n" + "\t\n" * 100_000, {"GEN107"}),
    "one line of tabs": (lambda: "a: 1" + "\t" * 1_000_000 + "\n", {"GEN107"}),
    "many control characters": (lambda: 'a: "' + "\x01" * 100_000 + '"\n', {"GEN104"}),
    "many documents": (lambda: "a: 1\n---\n" * 50_000, {"GEN114"}),
    "many directives": (lambda: "%FOO bar\n" * 20_000 + "---\na: 1\n", {"GEN115"}),
    "many errors": (lambda: "".join(f"a{n}: @b\n" for n in range(50_000)), {"GEN108"}),
    "one endless line": (lambda: "a: " + "b" * MIB + ": c\n", {"GEN108"}),
    "one endless line of colons": (lambda: "a: " + "b: " * (MIB // 3) + "\n", {"GEN108"}),
    "one endless line of brackets": (lambda: "a: b]" + "[]" * (MIB // 2) + ": {\n", {"GEN108"}),
    "one endless line of quotes": (lambda: "a: " + "'" * MIB + "b\n", {"GEN109", "GEN108"}),
    "one endless quote": (lambda: 'a: "' + "b\n " * (MIB // 3), {"GEN109"}),
    "one endless number": (lambda: "a: " + "9" * MIB + "\n", {"GEN120"}),
    "huge exponents": (lambda: "a: [1e999999999, 1e-999999999]\n", {"GEN120"}),
    "only blanks": (lambda: " " * MIB, {"GEN105"}),
    "only line breaks": (lambda: "\n" * MIB, {"GEN105"}),
    "only quotes": (lambda: '"' * 100_000, {"GEN121", "GEN108", "GEN106"}),
    "a megabyte of comment": (lambda: "#" * MIB, {"GEN105"}),
    "many imports of itself": (
        lambda: "imports: {" + ", ".join(f"a{n}: contract.yaml" for n in range(500)) + "}\n",
        {"GEN133"},
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    make, expected = BOMBS[name]
    path = tmp_path / "contract.yaml"
    path.write_text(make(), encoding="utf-8")
    found = codes(path)
    assert set(found) <= expected | {"GEN106", "GEN108", "GEN109"}
    assert set(found) & expected
    assert len(found) <= 500


@pytest.mark.parametrize("name", ["billion laughs", "deep brackets", "long text, often"])
def test_bombs_need_little_memory(name: str, tmp_path: Path) -> None:
    """In a process of its own, which may have 64 MiB of memory more than at its start."""
    path = tmp_path / "contract.yaml"
    path.write_text(BOMBS[name][0](), encoding="utf-8")
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from generator.diagnostics import Problems; from generator.contract.source import load\n"
        "used = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 2**26,) * 2)\n"
        "problems = Problems(); load(Path(sys.argv[1]), Path(), problems)\n"
        "print(*{found.code for found in problems})\n"
    )
    if not Path("/proc/self/statm").exists():
        pytest.skip("needs /proc")
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) & BOMBS[name][1]


@pytest.mark.parametrize("name", ["billion laughs", "deep blocks", "many errors"])
def test_bombs_behind_imports_are_refused_too(name: str, tmp_path: Path) -> None:
    make, expected = BOMBS[name]
    (tmp_path / "bomb.yaml").write_text(make(), encoding="utf-8")
    path = tmp_path / "contract.yaml"
    path.write_text("contract: a.v1\nimports: {bomb: bomb.yaml}\n")
    assert set(codes(path)) & expected


@pytest.mark.parametrize("imported", [False, True])
def test_a_file_over_the_limit_is_not_even_read(imported: bool, tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(2**40)  # sparse: reading it would take for ever
    path = big
    if imported:
        path = tmp_path / "contract.yaml"
        path.write_text("imports: {big: big.yaml}\n")
    assert codes(path) == ["GEN102"]


def test_devices_are_no_contracts() -> None:
    for name in ("/dev/zero", "/dev/stdin", "/dev/random"):
        if Path(name).exists():
            assert codes(Path(name)) == ["GEN101"]


@pytest.mark.parametrize("seed", range(12))
def test_random_bytes_are_read_or_refused(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = tmp_path / "contract.yaml"
    for _ in range(25):
        path.write_bytes(chance.randbytes(chance.randrange(200)))
        codes(path)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("parser", ["fast", "slow"])
def test_damaged_contracts_are_read_or_refused(seed: int, parser: str, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = tmp_path / "contract.yaml"
    for _ in range(25):
        text = SEED
        for _ in range(chance.randrange(1, 6)):
            at, length = chance.randrange(len(text)), chance.choice([0, 0, 1, 3, 40])
            text = text[:at] + chance.choice(["", *TOKENS]) + text[at + length :]
        path.write_text(text, encoding="utf-8", newline="")
        if parser == "fast":
            codes(path)
        else:
            with pure_python():
                codes(path)


@pytest.mark.parametrize("seed", range(12))
def test_soups_of_tokens_are_read_or_refused(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = tmp_path / "contract.yaml"
    for _ in range(25):
        text = "".join(chance.choice(TOKENS) for _ in range(chance.randrange(60)))
        path.write_text(text, encoding="utf-8", newline="")
        codes(path)
        with pure_python():
            codes(path)
