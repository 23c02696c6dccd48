"""Builds the wheel and works with what is in it, away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = "from hatchling.build import build_wheel; import sys; build_wheel(sys.argv[1])"
WHERE = "import generator; print(generator.__file__)"
COMMAND = "from generator.cli import main; main()"


def test_the_wheel_makes_and_builds_a_first_contract(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", BUILD, tmp_path], cwd=ROOT, check=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)

    def run(code: str, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(site)},
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        ).stdout

    assert Path(run(WHERE).strip()).is_relative_to(site)
    run(COMMAND, "init", "first")
    run(COMMAND, "build", "first/contracts/notes.yaml", "-o", "made")
    assert (tmp_path / "made/notes/rest/openapi.yaml").is_file()
    assert "POST /notes" in run(COMMAND, "compare", "first/contracts/notes.yaml")
    page = ROOT / "docs/diagnostics/GEN110.md"
    assert run(COMMAND, "explain", "GEN110") == page.read_text(encoding="utf-8")
