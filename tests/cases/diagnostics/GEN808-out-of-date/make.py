"""A generated file is missing."""

from pathlib import Path

from generator.building import Request, build


def make(folder: Path) -> None:
    """Build, then remove a file."""
    build(
        Request(
            contracts=[folder / "contract.yaml"],
            root=folder,
            output=folder / "generated",
            styles=("jsonrpc",),
        )
    )
    (folder / "generated/contract/schema.json").unlink()
