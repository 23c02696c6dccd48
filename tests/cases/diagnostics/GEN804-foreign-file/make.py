"""A file of somebody else's stands where a generated one has to go."""

from pathlib import Path


def make(folder: Path) -> None:
    """Write files where the build wants to write its own."""
    (folder / "generated/contract/README.md").mkdir(parents=True)
    (folder / "generated/contract/service.py").write_text("mine = True\n", encoding="utf-8")
