"""A generated file is missing."""

from pathlib import Path

from generator.building import BuildRequest, build


def make(folder: Path) -> None:
    """Build, then remove a file."""
    build(
        BuildRequest(
            contracts=[folder / "contract.yaml"],
            root=folder,
            output=folder / "generated",
            styles=("jsonrpc",),
        )
    )
    (folder / "generated/contract/schema.json").unlink()
