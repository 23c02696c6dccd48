"""Advice follows from what an operation is and from what was measured, whatever the styles."""

from dataclasses import replace

from generator.measure.result import Measurement
from generator.measure.summary import too_wide
from generator.report.advice import Advice, advise
from tests.report.made import in_style, measurement, operation, run

TITLES = {"a": "A", "b": "B"}


def measured(spread: float, *, grows: bool = False) -> Measurement:
    runs = [run("Act", "a", 1, grows, spread), run("Act", "b", 0, grows, spread)]
    environment = measurement(_nothing()).environment
    return Measurement(
        contract="x.v1",
        title="X",
        styles=TITLES,
        repetitions=5,
        environment=environment,
        runs=tuple(runs),
        wide=tuple(too_wide(runs)),
    )


def _nothing():
    from generator.compare.comparison import Comparison

    return Comparison(
        title="X", package="x.v1", folder="x", service="X", description="", styles=(), operations=()
    )


def told(advice: Advice) -> str:
    return " ".join(reason.text for reason in advice.reasons)


def test_a_stream_goes_to_the_style_that_carries_it() -> None:
    streams = operation(
        in_style("a"), in_style("b", streamable=True), streams="from the server", kind="stream"
    )
    advice = advise(streams, TITLES, None)
    assert advice.styles == ("b",)
    assert "B: so it is" in told(advice)
    assert "over A (it is not)" in told(advice)


def test_what_only_reads_goes_to_the_style_whose_answers_may_be_cached() -> None:
    reads = operation(
        in_style("a", safe=True, idempotent=True, cacheable=True),
        in_style("b"),
        safe=True,
        idempotent=True,
        cache_seconds=60,
    )
    advice = advise(reads, TITLES, None)
    assert advice.styles == ("a",)
    assert "for 60 seconds" in told(advice)


def test_a_style_whose_trait_the_operation_lacks_gets_no_advice_for_it() -> None:
    changes = operation(in_style("a", cacheable=True, idempotent=True), in_style("b"))
    assert advise(changes, TITLES, None).styles == ()


def test_what_may_be_repeated_goes_to_the_style_that_shows_it() -> None:
    repeats = operation(in_style("a"), in_style("b", idempotent=True), idempotent=True)
    assert advise(repeats, TITLES, None).styles == ("b",)


def test_where_all_styles_show_the_same_nothing_is_advised() -> None:
    alike = operation(
        in_style("a", idempotent=True), in_style("b", idempotent=True), idempotent=True
    )
    advice = advise(alike, TITLES, None)
    assert advice.styles == ()
    assert "fits all styles alike" in advice.why


def test_numbers_speak_where_nature_does_not_decide() -> None:
    advice = advise(operation(in_style("a"), in_style("b")), TITLES, measured(0.02))
    assert advice.styles == ()
    assert "fits all styles alike" in advice.why
    assert {reason.styles for reason in advice.reasons if reason.styles} == {("b",)}
    assert "it is a small call" in told(advice)


def test_nature_comes_before_numbers() -> None:
    repeats = operation(in_style("a", idempotent=True), in_style("b"), idempotent=True)
    advice = advise(repeats, TITLES, measured(0.02))
    assert advice.styles == ("a",)
    assert ("b",) in [reason.styles for reason in advice.reasons]


def test_numbers_that_spread_too_wide_name_no_winner() -> None:
    advice = advise(operation(in_style("a"), in_style("b")), TITLES, measured(0.9))
    assert "No winner in waiting time, calls per second and server CPU" in told(advice)
    assert [reason.styles for reason in advice.reasons if "calls per second" in reason.text] == [()]


def test_an_operation_that_was_not_measured_is_advised_without_numbers() -> None:
    other = replace(operation(in_style("a"), in_style("b")), name="Other")
    assert advise(other, TITLES, measured(0.02)).styles == ()
