"""The lock is gone after a build."""

from pathlib import Path

from generator.building import BuildRequest, build


def _built(folder: Path) -> None:
    build(
        BuildRequest(
            contracts=[folder / "contract.yaml"],
            root=folder,
            output=folder / "generated",
            styles=("grpc",),
        )
    )


def make(folder: Path) -> None:
    """Build, then delete the lock."""
    _built(folder)
    (folder / "contract.lock").unlink()
