"""Of whatever operations a contract has, each gets what it asks for, as far as matches can tell."""

from pathlib import Path
from random import Random

import pytest

from generator.deploy.kubernetes.behaviour import Destination, behaviour
from generator.deploy.kubernetes.matches import Table, Wanted, table
from tests.deploy.fronts import bound_text, front_of

TO = Destination(service="shop", port=80)
SEGMENTS = ("a", "b", "things", "{x}", "{x}:go", "{y}")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "QUERY")


def contract(random: Random) -> str:
    """Operations with paths of a few words, so that prefixes meet."""
    lines = ["operations:"]
    shapes = set()
    for number in range(random.randrange(1, 14)):
        path, names = "", []
        for segment in random.choices(SEGMENTS, k=random.randrange(1, 4)):
            name = f"v{len(names)}"
            if "{" in segment:
                names.append(name)
            path += "/" + segment.replace("{x}", f"{{{name}}}").replace("{y}", f"{{{name}}}")
        method = random.choice(METHODS)
        shape = (method, path)
        if shape in shapes or path.startswith("/{"):
            continue
        shapes.add(shape)
        given = ", ".join(f"{name}: string" for name in [*names, *["words"] * (method == "QUERY")])
        lines.append(f"  Do{number}:")
        lines += [f"    rest: '{method} {path}'", f"    input: {{{given}}}"]
        lines += [f"    timeout: {random.randrange(1, 4)}s"] * random.randrange(2)
        lines += ["    idempotent: true"] * random.randrange(2)
        if method in {"GET", "QUERY"}:
            lines.append("    safe: true")
    lines.append("  Last: {rest: POST /last}")
    return "\n".join(lines) + "\n"


def made(folder: Path, seed: int) -> tuple[Table, list[Wanted]]:
    (service,) = front_of(bound_text(folder, contract(Random(seed)), ["rest"])).services
    wanted = [Wanted(way=one, behaviour=behaviour(one, TO, retries=True)) for one in service.ways]
    return table(wanted, TO), wanted


@pytest.mark.parametrize("seed", range(40))
def test_no_operation_gets_what_it_must_not_have(tmp_path: Path, seed: int) -> None:
    found, wanted = made(tmp_path, seed)
    for one in wanted:
        for method in one.methods:
            got = found.of(one.way.path.text, method)
            assert got is not None
            if one.way.path.is_fixed:
                assert got == one.behaviour
            assert one.behaviour.resends or not got.resends
            if got.timeout is not None:
                assert one.behaviour.timeout is not None
                assert got.timeout >= one.behaviour.timeout
