"""Several processes serve one address: they are replaced, and none outlives its parent."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from generated._support import CallOptions, ServiceError
from generator.styles import registry
from tests.serving.process import Served, served
from tests.serving.test_ending import ended, error_of, running

STYLES = registry.names()


def workers_of(shop: Served) -> set[int]:
    """The processes that the command has started."""
    children = Path(f"/proc/{shop.process.pid}/task/{shop.process.pid}/children")
    return {int(pid) for pid in children.read_text().split()}


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def eventually(condition: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def who(shop: Served, style: str, key: str = "me") -> int:
    """The process that answers a call of a new connection."""
    module = import_module(f"generated.products.{style}.client")
    with module.Client(shop.targets[style]) as client:
        return int(client.get_product(product_id=key, options=CallOptions(timeout=20)).name)


def answers(shop: Served) -> bool:
    """Whether all workers serve over gRPC, as far as a few calls tell."""
    try:
        return len({who(shop, "grpc") for _ in range(6)}) > 0
    except ServiceError:
        return False


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def kept(log: Path) -> Iterator[Served]:
    with served(
        "--workers", "3", "--grace", "3", "--idempotency", "none",
        service="tests.serving.kept:Kept", environment={"KEPT_LOG": str(log)},
    ) as shop:  # fmt: skip
        yield shop


def test_all_styles_are_served_by_the_workers_alone(kept: Served) -> None:
    workers = workers_of(kept)
    assert len(workers) == 3
    for style in STYLES:
        assert who(kept, style) in workers


def test_each_worker_enters_its_service_and_leaves_it_after_the_last_call(
    kept: Served, log: Path
) -> None:
    workers = workers_of(kept)
    assert sorted(log.read_text().split("\n")[:-1]) == sorted(f"entered {pid}" for pid in workers)
    with running(kept, ("rest", "async def")):  # as long as the grace allows
        who(kept, "grpc")
        kept.end()
        assert ended(kept, 30)[0] == 0
    lines = log.read_text().split("\n")[:-1]
    for pid in workers:
        assert [line for line in lines if line.endswith(f" {pid}")][-1] == f"left {pid}"
    assert not any(alive(pid) for pid in workers)


def test_a_worker_that_dies_is_replaced_and_others_serve_meanwhile(kept: Served) -> None:
    before = workers_of(kept)
    with pytest.raises(ServiceError):
        who(kept, "rest", "die")
    assert who(kept, "rest") in before | workers_of(kept)
    eventually(lambda: len(workers_of(kept)) == 3 and workers_of(kept) != before)
    for pid in tuple(workers_of(kept)):
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: len(workers_of(kept)) == 3)
    # gRPC opens its port in the workers: nobody is there until one of them serves again.
    eventually(lambda: answers(kept))
    for style in STYLES:
        assert who(kept, style) in workers_of(kept)
    kept.end()
    status, said = ended(kept, 30)
    assert status == 0
    assert said.count("replaced") == 4
    assert "status 3: replaced" in said


def test_calls_get_their_grace_in_every_worker(kept: Served) -> None:
    with running(kept, *((style, "async def") for style in STYLES)) as calls:
        begun = time.monotonic()
        kept.end()
        assert {error_of(call).code.value for call in calls} == {"unavailable"}
        assert 2.5 < time.monotonic() - begun < 30
        assert ended(kept, 30)[0] == 0


def test_a_second_signal_ends_the_grace_of_every_worker() -> None:
    with (
        served("--workers", "2", "--grace", "60", "--idempotency", "none") as shop,
        running(shop, *((style, "async def") for style in STYLES)) as calls,
    ):
        shop.end(signal.SIGINT)
        time.sleep(0.5)
        assert not [call for call in calls if call.done()]
        shop.end()
        assert {error_of(call).code.value for call in calls} == {"unavailable"}
        assert ended(shop, 30)[0] == 0


def test_no_worker_outlives_a_parent_that_is_killed(kept: Served) -> None:
    workers = workers_of(kept)
    kept.process.kill()
    kept.process.wait()
    eventually(lambda: not any(alive(pid) for pid in workers))


def test_a_hangup_replaces_all_workers_without_losing_a_call(kept: Served) -> None:
    before = workers_of(kept)
    kept.process.send_signal(signal.SIGHUP)
    answered = set()

    def renewed() -> bool:
        answered.add(who(kept, "rest"))
        now = workers_of(kept)
        return len(now) == 3 and not now & before

    eventually(renewed, 60)
    assert who(kept, "grpc") in workers_of(kept)


def test_a_service_that_cannot_start_ends_the_command_with_the_reason() -> None:
    for more in ((), ("--workers", "2", "--idempotency", "none")):
        with (
            pytest.raises(AssertionError) as failed,
            served(*more, service="tests.serving.kept:Broken"),
        ):
            pass
        text = str(failed.value)
        reason = "error: the service did not start: ConnectionError: no database at db.example"
        assert reason in text


def test_several_workers_refuse_keys_that_are_kept_in_memory() -> None:
    with (
        pytest.raises(AssertionError) as failed,
        served("--workers", "2", service="tests.serving.kept:Kept"),
    ):
        pass
    reason = "error: 2 workers cannot share idempotency keys kept in memory: name a store, "
    assert reason + "redis://host:6379/0, or none" in str(failed.value)
