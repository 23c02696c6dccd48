"""What a page says of the contract as a whole follows from its operations by rules."""

from dataclasses import replace

from generator.compare.page.advice import advise
from generator.compare.page.decision import Clause, decide
from generator.compare.sideways.comparison import Comparison, OperationComparison
from tests.report.made import in_style, operation

TITLES = {"a": "A", "b": "B", "c": "C"}


def decided(*operations: OperationComparison, titles: dict[str, str] = TITLES) -> list[Clause]:
    named = tuple(replace(one, name=f"Do{n}") for n, one in enumerate(operations))
    comparison = Comparison(
        title="X",
        package="x.v1",
        folder="x",
        service="X",
        description="",
        styles=(),
        operations=named,
    )
    return list(decide(comparison, [advise(one, titles, None) for one in named], titles))


def streaming(**carries: bool) -> OperationComparison:
    styles = (in_style(name, streamable=carries[name]) for name in TITLES)
    return operation(*styles, streams="from the server", kind="stream")


RETRIED = operation(in_style("a", idempotent=True), in_style("b"), in_style("c"), idempotent=True)
CHANGES = operation(in_style("a"), in_style("b"), in_style("c"))


def test_the_style_over_which_intermediaries_can_do_most_is_named_with_the_count() -> None:
    (clause,) = decided(RETRIED, RETRIED, CHANGES)
    assert clause.styles == ("a",)
    assert clause.text == "intermediaries can retry 2 of 3 operations without knowing the contract"


def test_a_style_that_cannot_carry_the_streams_drops_out() -> None:
    (clause,) = decided(streaming(a=False, b=True, c=True), CHANGES)
    assert clause.styles == ("b", "c")
    assert clause.text == "one operation streams, which A cannot carry"


def test_a_style_that_carries_only_some_of_the_streams_drops_out_for_the_others() -> None:
    both = streaming(a=True, b=True, c=True), streaming(a=False, b=True, c=True)
    (clause,) = decided(*both)
    assert clause.styles == ("b", "c")
    assert clause.text == "A carries only 1 of the 2 streams"


def test_streams_come_before_what_intermediaries_see() -> None:
    (clause,) = decided(streaming(a=False, b=True, c=False), RETRIED)
    assert clause.styles == ("b",)


def test_where_nothing_tells_the_styles_apart_none_is_named() -> None:
    (clause,) = decided(CHANGES)
    assert clause.styles == ()
    assert "tools for" in clause.text


def test_one_style_alone_is_no_decision() -> None:
    assert decided(CHANGES, titles={"a": "A"}) == []
