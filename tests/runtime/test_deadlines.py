"""A deadline that has passed begins nothing: whoever gave it has gone, and a write would stay."""

import asyncio
import time

import pytest

from generator.runtime.codes import Code
from generator.runtime.coroutines import until
from generator.runtime.errors import ServiceError


@pytest.mark.parametrize("late", [0.0, 1.0])
def test_work_whose_deadline_has_passed_is_not_begun(late: float) -> None:
    begun = []

    async def work() -> None:
        begun.append(True)

    with pytest.raises(ServiceError) as refused:
        asyncio.run(until(time.monotonic() - late, work()))
    assert refused.value.code is Code.DEADLINE_EXCEEDED
    assert begun == []


def test_work_that_never_waits_is_done_before_its_deadline() -> None:
    async def work() -> int:
        return 7

    assert asyncio.run(until(time.monotonic() + 60, work())) == 7
