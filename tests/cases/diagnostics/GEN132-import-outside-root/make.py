"""The symbolic link is made when the case runs: not every checkout can hold one."""

from pathlib import Path


def make(folder: Path) -> None:
    """Link to a file outside of the project."""
    outside = folder.parent / "outside.yaml"
    outside.write_text("contract: shop.common.v1\n", encoding="utf-8")
    (folder / "link.yaml").symlink_to(outside)
