"""Makes the parts of a new diagnostic: ``make diagnostic CODE=GEN263 NAME=field-number-reused``.

The kind and its constructor go to the end of a ``problems`` module: the one named by ``MODULE``, or
that with the next lower code. Without a code, the index of the pages and the expected texts are
written anew.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from generator.diagnostics.registry import area_of
from tests.diagnostics.ranges import ROOT, codes, folders, is_below

CONTRACT = """\
contract: shop.products.v1
version: 1.0.0
operations:
  Ping: {safe: true, output: string}
"""
KIND = '''

{constant} = Kind(code="{code}", name="{name}")


def {function}(span: Span) -> Diagnostic:
    """Say what stands there, and what may."""
    return {constant}.at(span, "what is wrong", hint="the way out")
'''


PAGE = """\
# {code}: {name} (error)

What is wrong, why it is, an example, and the way out.
"""


class NotBegunError(Exception):
    """The code or the name cannot be had; says why."""


def begin(root: Path, code: str, name: str, module: str | None = None) -> list[Path]:
    """Write the kind, the case and the page of a diagnostic; the files that it wrote."""
    name = name.replace("_", "-")
    known = list(codes(root))
    allowed = folders(root).get(area_of(code))
    if not re.fullmatch(r"GEN\d{3}", code) or allowed is None:
        raise NotBegunError(f"{code!r} is no code: {', '.join(folders(root))} and digits are")
    if any(taken == code for taken, _ in known):
        raise NotBegunError(f"{code} is taken; the next free one is {_free(code, known)}")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise NotBegunError(f"{name!r} is no name: words with hyphens are, like 'unknown-key'")
    path = root / module if module else _nearest(code, known)
    if not path.is_file() or not is_below(path, allowed, root):
        raise NotBegunError(f"{path} is no module for {code}: it belongs to {', '.join(allowed)}")
    function = name.replace("-", "_")
    kind = KIND.format(code=code, name=name, function=function, constant=function.upper())
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + kind, "utf-8", newline="\n")
    case = root / "tests/cases/diagnostics" / f"{code}-{name}"
    case.mkdir()
    (case / "contract.yaml").write_text(CONTRACT, "utf-8", newline="\n")
    (case / "expected.txt").touch()
    page = root / "docs/diagnostics" / f"{code}.md"
    page.write_text(PAGE.format(code=code, name=name), "utf-8", newline="\n")
    return [path, case / "contract.yaml", case / "expected.txt", page]


def _nearest(code: str, known: list[tuple[str, Path]]) -> Path:
    """The module with the greatest code of the same beginning below this one, or with the first."""
    area = [one for one in known if area_of(one[0]) == area_of(code)]
    return max([one for one in area if one[0] < code] or area[:1])[1]


def _free(code: str, known: list[tuple[str, Path]]) -> str:
    taken = {one for one, _ in known}
    following = (f"{code[:3]}{number}" for number in range(int(code[3:]) + 1, 1000))
    return next(one for one in following if one not in taken)


def main(code: str = "", name: str = "", module: str | None = None) -> None:
    """Begin a diagnostic, or bring the index and the expectations up to date."""
    if code:
        try:
            written = begin(ROOT, code, name, module)
        except NotBegunError as error:
            sys.exit(f"make diagnostic CODE=GEN263 NAME=what-is-wrong [MODULE=…]: {error}")
        print(*(path.relative_to(ROOT) for path in written), sep="\n")
    pages = ("-m", "generator.diagnostics.pages", "docs/diagnostics")
    subprocess.run([sys.executable, *pages], cwd=ROOT, check=True)
    if code:
        print("Fill them in, call the constructor where it is found, then: make diagnostic")
        return
    tests = ("-m", "pytest", "-q", "-n", "0", "--stale", "tests/diagnostics")
    environment = {**os.environ, "UPDATE_EXPECTED": "1"}
    sys.exit(subprocess.run([sys.executable, *tests], cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    main(*sys.argv[1:])
