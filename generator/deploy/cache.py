"""The parameter of targets that keep answers on a disk."""

from generator.deploy.parameter import Form, Parameter


def cache(default: int) -> Parameter:
    """``--cache``: mebibytes on the disk, ``default`` if nobody says; 0 for no cache."""
    return Parameter(
        name="cache",
        about="Mebibytes on the disk for answers that are kept; 0 for no cache.",
        default=(str(default),),
        form=Form.NUMBER,
        most=1_000_000,
    )
