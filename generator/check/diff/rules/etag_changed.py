"""A resource that has conditional requests, or has them no more."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.resources import kept_resources, of_resource
from generator.diagnostics import Kind
from generator.model import Etag
from generator.model.change import Aspect, Change, Grade, Verdict

KIND = Kind(code="DIFF603", name="etag-changed")
KEYWORDS = ("Resource.etag",)


def find(pair: Pair) -> Iterator[Change]:
    """Every resource whose versions are told on one side only, or from another field."""
    for match, old, new in kept_resources(pair):
        if old.etag == new.etag:
            continue
        if new.etag is None:
            message = f"the resource '{match.new_name}' has no entity tag any more"
            why = "who changes it on a condition is not protected"
            neutral = Verdict(old=Grade.WEAKER, why=why)
        elif old.etag is None:
            message = f"the resource '{match.new_name}' has an entity tag"
            why = "the old server gives no tag, and checks none"
            neutral = Verdict(new=Grade.WEAKER, why=why)
        else:
            message = f"the entity tag of '{match.new_name}' is made of {_said(new.etag)}"
            neutral = Verdict()
        yield of_resource(pair, KIND, match, message, neutral, aspect=Aspect.PROMISE)


def _said(etag: Etag) -> str:
    return "all of it" if etag.field is None else f"its field '{etag.field}'"
