"""What a measurement is said to show: winners alone or together, and who overtakes whom."""

from generator.compare.timing.findings import Finding, findings
from generator.compare.timing.result import (
    CallSize,
    Environment,
    Growth,
    Load,
    Measurement,
    Run,
    Spread,
    WireBytes,
)
from generator.compare.timing.summary import crossovers, spread, too_wide
from generator.compare.timing.terminal import terminal

ROUNDS = 8
WHERE = Environment(
    python="CPython 3.11.7",
    system="Linux 6.1",
    processor="A processor",
    cores=2,
    event_loop="asyncio",
    versions={},
    load_before=0.0,
    others=0.4,
)


def steady(value: float) -> Spread:
    return spread([value * (1 + number / 100) for number in range(ROUNDS)])


def shaky(value: float) -> Spread:
    return spread([value * (1 + number % 2) for number in range(ROUNDS)])


def load(cost: Spread) -> Load:
    rate = spread([1 / one for one in cost.rounds])
    return Load(
        in_flight=1,
        calls=100,
        calls_per_second=rate,
        p50=cost,
        p90=cost,
        p99=cost,
        client_cpu=cost,
        server_cpu=cost,
        latencies=(0.1,),
    )


def run(style: str, cost: Spread, *, alone: Spread | None = None, slope: float = 0.0) -> Run:
    some = WireBytes(head=10, body=10, framing=0)
    exchange = CallSize(request=some, response=some)
    growth = tuple(
        Growth(
            items=items,
            response=some,
            latency=spread([one + slope * items for one in cost.rounds]),
            server_cpu=cost,
        )
        for items in (1, 1000)
    )
    return Run(
        operation="ListThings",
        style=style,
        cold=exchange,
        warm=exchange,
        loads=(load(cost),),
        alone=(load(alone),) if alone else (),
        growth=growth if slope else (),
    )


def measurement(*runs: Run) -> Measurement:
    return Measurement(
        contract="things.v1",
        title="Things",
        styles={run.style: run.style.upper() for run in runs},
        repetitions=ROUNDS,
        environment=WHERE,
        runs=runs,
        crossovers=tuple(crossovers(runs)),
        wide=tuple(too_wide(runs)),
    )


def about(found: Measurement, what: str) -> Finding:
    (one,) = (one for one in findings(found) if one.about == what)
    return one


def growing(found: Measurement) -> str:
    (text,) = (one.text for one in findings(found) if "least latency:" in one.text)
    return text


def test_one_that_leads_in_every_round_wins_alone() -> None:
    found = about(measurement(run("a", steady(1.0)), run("b", steady(2.0))), "latency")
    assert (found.style, found.leaders, found.ratio) == ("a", ("a",), 2.0)


def test_two_that_lead_together_are_both_named_and_neither_wins_alone() -> None:
    runs = (run("a", shaky(1.0)), run("b", steady(1.5)), run("c", steady(9.0)))
    found = about(measurement(*runs), "latency")
    assert (found.style, found.leaders) == ("", ("a", "b"))
    assert "A and B do not differ more than they vary" in found.text


def test_nobody_is_named_when_the_rounds_disagree() -> None:
    found = about(measurement(run("a", shaky(1.0)), run("b", steady(1.5))), "latency")
    assert (found.style, found.leaders, found.ratio) == ("", (), None)
    assert "no winner" in found.text


def test_the_server_alone_is_judged_by_its_own_numbers() -> None:
    runs = (
        run("a", steady(1.0), alone=steady(4.0)),
        run("b", steady(2.0), alone=steady(1.0)),
    )
    found = measurement(*runs)
    assert about(found, "throughput").style == "a"
    assert about(found, "capacity").style == "b"


def test_an_old_measurement_says_nothing_of_the_server_alone() -> None:
    found = findings(measurement(run("a", steady(1.0)), run("b", steady(2.0))))
    assert "capacity" not in {one.about for one in found}


def test_who_overtakes_is_said_where_both_ends_are_settled() -> None:
    runs = (run("a", steady(1.0), slope=0.1), run("b", steady(9.0), slope=0.01))
    assert "A with 1 item, B with 1,000; B overtakes A at about" in growing(measurement(*runs))


def test_who_overtakes_is_not_said_where_nobody_led_before() -> None:
    runs = (run("a", shaky(1.0), slope=0.1), run("b", steady(1.6), slope=0.01))
    text = growing(measurement(*runs))
    assert "no winner with 1 item, B with 1,000" in text
    assert "overtakes" not in text


def test_what_varied_too_much_is_said_with_what_others_took() -> None:
    text = terminal(
        measurement(run("a", shaky(1.0)), run("b", steady(2.0))), width=200, color=False
    )
    assert "1 of 2 throughputs varied by more than 30 %" in text
    assert "other processes took 40%" in text
