"""A resource under another name."""

from collections.abc import Iterator

from generator.check.diff.pairs import Pair
from generator.check.diff.resources import kept_resources, of_resource
from generator.diagnostics import Kind
from generator.model.change import Change

KIND = Kind(code="DIFF601", name="resource-renamed")
KEYWORDS = ("Contract.resources", "Resource.renamed_from")


def find(pair: Pair) -> Iterator[Change]:
    """Every resource that says what it was called before."""
    for match, _, _ in kept_resources(pair):
        if match.renamed:
            message = f"the resource '{match.old_name}' is called '{match.new_name}' now"
            yield of_resource(pair, KIND, match, message)
