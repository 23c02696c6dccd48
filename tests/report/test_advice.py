"""Advice follows from what an operation is and from what was measured, whatever the styles."""

from dataclasses import replace

from generator.compare.page.advice import Advice, advise
from generator.compare.sideways.comparison import Comparison
from generator.compare.timing.result import Measurement
from generator.compare.timing.summary import too_wide
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


def _nothing() -> Comparison:
    return Comparison(
        title="X", package="x.v1", folder="x", service="X", description="", styles=(), operations=()
    )


def leads(advice: Advice) -> dict[str, tuple[str, ...]]:
    return {one.about: one.styles for one in advice.conditions}


def test_a_stream_goes_to_the_style_that_carries_it() -> None:
    streams = operation(
        in_style("a", streamable=False),
        in_style("b", streamable=True),
        streams="from the server",
        kind="stream",
    )
    advice = advise(streams, TITLES, None)
    assert advice.styles == ("b",)
    assert (advice.because, advice.trait) == ("Not every style can carry a stream.", "streamable")


def test_what_only_reads_goes_to_the_style_whose_answers_may_be_cached() -> None:
    reads = operation(
        in_style("a", safe=True, idempotent=True, cacheable=True),
        in_style("b"),
        safe=True,
        idempotent=True,
        cache_seconds=60,
    )
    advice = advise(reads, TITLES, None)
    assert (advice.styles, advice.why) == (("a",), "shared caches may keep its responses")


def test_no_cache_is_promised_where_the_contract_names_no_time() -> None:
    reads = operation(in_style("a", safe=True, cacheable=True), in_style("b"), safe=True)
    assert advise(reads, TITLES, None).why == "intermediaries see that it is safe"


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
    assert (advice.styles, advice.why) == ((), "all styles show the same of it")


def test_a_reason_is_alike_for_all_operations_that_it_holds_for() -> None:
    first = operation(in_style("a"), in_style("b", idempotent=True), idempotent=True)
    second = replace(first, name="Other", verb="delete", resource="Thing")
    assert advise(first, TITLES, None).because == advise(second, TITLES, None).because != ""


def test_numbers_speak_where_semantics_do_not_decide() -> None:
    advice = advise(operation(in_style("a"), in_style("b")), TITLES, measured(0.02))
    assert advice.styles == ()
    assert leads(advice) == dict.fromkeys(("bytes", "latency", "throughput", "cpu"), ("b",))


def test_semantics_come_before_numbers() -> None:
    repeats = operation(in_style("a", idempotent=True), in_style("b"), idempotent=True)
    advice = advise(repeats, TITLES, measured(0.02))
    assert advice.styles == ("a",)
    assert leads(advice)["latency"] == ("b",)


def test_numbers_that_spread_too_wide_name_no_winner() -> None:
    advice = advise(operation(in_style("a"), in_style("b")), TITLES, measured(0.9))
    assert leads(advice) == {"bytes": ("b",)}
    assert sum("no winner" in sentence for sentence in advice.numbers) == 3


def test_an_operation_that_was_not_measured_is_advised_without_numbers() -> None:
    other = replace(operation(in_style("a"), in_style("b")), name="Other")
    advice = advise(other, TITLES, measured(0.02))
    assert (advice.styles, advice.conditions, advice.numbers) == ((), (), ())
