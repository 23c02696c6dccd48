"""The output folder is a symbolic link."""

from pathlib import Path


def make(folder: Path) -> None:
    """Link to a folder outside of the project."""
    (folder.parent / "elsewhere").mkdir()
    (folder / "generated").symlink_to(folder.parent / "elsewhere")
