"""Turns the setting ``models`` into the forms of each contract's types, or into problems."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.diagnostics import Diagnostic, Span
from generator.settings import problems as p

FORMS = ("pydantic", "dataclass", "typeddict")
ALL = ""  # stands for every contract

# Forms by the path of a contract, as it stands in the settings.
Models = Mapping[str, tuple[str, ...]]


def read(value: Any) -> Models:
    """The setting, when nothing is wrong with it; forms in the order of ``FORMS``."""
    by_contract = value if isinstance(value, dict) else {ALL: value}
    return {path: tuple(f for f in FORMS if f in forms) for path, forms in by_contract.items()}


def wrong(
    value: Any, root: Path, contracts: Iterable[str], place: Callable[..., Span]
) -> Iterator[Diagnostic]:
    """What is wrong with it; ``place`` finds one of some keys, ``contracts`` are all there are."""
    by_contract = value if isinstance(value, dict) else {"models": value}
    for key, forms in by_contract.items():
        if not (isinstance(forms, list) and all(isinstance(form, str) for form in forms)):
            yield p.bad_models(place(key, "models"))
            continue
        if isinstance(value, dict) and not (root / key).is_file():
            yield p.models_of_nothing(place(key, "models"), key, contracts)
        unknown = (form for form in forms if form not in FORMS)
        yield from (p.unknown_models(place(key, "models"), form, FORMS) for form in unknown)
