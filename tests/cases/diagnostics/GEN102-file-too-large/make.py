"""A file over the limit is made when the case runs: nobody wants it in the repository."""

from pathlib import Path


def make(folder: Path) -> None:
    """Fill the contract with 11 MiB of comment."""
    with (folder / "contract.yaml").open("a", encoding="utf-8") as file:
        file.write("# filler\n" * (11 * 2**20 // 9))
