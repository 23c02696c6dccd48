"""What the form of all JSON of a contract means to callers of it.

The contract says it once for every style that writes JSON.
"""

from collections.abc import Iterator

from generator.model import Api, Record
from generator.model.change import Grade, Verdict

# What ``Change.style`` says of a change of the form.
JSON_CASE, ABSENT = "json_case", "absent"


def respelled(old: Api, new: Api) -> tuple[str, str] | None:
    """The first member of a field that the contract calls the same, before and after."""
    before = _members(old)
    for name, member in _members(new).items():
        if name in before and before[name] != member:
            return before[name], member
    return None


def spelling(old: Api, new: Api) -> Iterator[Verdict]:
    """What it means that members are spelled otherwise."""
    if (found := respelled(old, new)) is not None:
        why = f"members are spelled otherwise: {found[0]} became {found[1]}"
        yield Verdict(old=Grade.BREAKS, new=Grade.BREAKS, why=why)


def absence(old: Api, new: Api) -> Iterator[Verdict]:
    """What it means that absent members are null, or no more; readers take both."""
    if old.null_for_absent != new.null_for_absent:
        said = "null" if new.null_for_absent else "left out"
        yield Verdict(old=Grade.WEAKER, why=f"what is absent in an answer is {said}")


def _members(api: Api) -> dict[str, str]:
    """A member for each name of a field, wherever it stands."""
    records = (type_ for type_ in api.types.values() if isinstance(type_, Record))
    return {field.name.text: field.json_name for each in records for field in each.fields}
