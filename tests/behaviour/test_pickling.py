"""Sends errors between processes and copies them: nothing of them is lost."""

import copy
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from generated._support import (
    Code,
    ServiceError,
)
from tests.behaviour.errors import BUILT_IN, declared, fail
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, target_at

WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda error: pickle.loads(pickle.dumps(error)),
    "oldest pickle": lambda error: pickle.loads(pickle.dumps(error, 0)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


def test_every_contract_with_fields_in_its_errors_is_tried() -> None:
    assert len(declared()) > 5


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("error", [*BUILT_IN, *declared()], ids=lambda e: type(e).__name__)
def test_an_error_keeps_all_that_it_has(error: ServiceError, way: str) -> None:
    error.add_note("seen in the shop")
    twin = WAYS[way](error)
    assert type(twin) is type(error)
    assert twin.__dict__ == error.__dict__
    assert (twin.args, str(twin), twin.code) == (error.args, str(error), error.code)
    assert twin.fields == error.fields
    assert twin is not error


@pytest.mark.parametrize("way", WAYS)
def test_a_cause_comes_along_if_it_can(way: str) -> None:
    class Local(Exception):
        """Cannot be pickled: nobody finds it again."""

    for cause, expected in ((ValueError("why"), "ValueError('why')"), (Local(), "None")):
        with pytest.raises(ServiceError) as caught:
            raise ServiceError("No.") from cause
        assert repr(WAYS[way](caught.value).__cause__) == expected


def test_errors_leave_a_pool_of_processes() -> None:
    context = multiprocessing.get_context("spawn")
    errors = [*BUILT_IN, *declared()]
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        for number, error in enumerate(errors):
            twin = pool.submit(fail, number).exception(timeout=60)
            assert type(twin) is type(error)
            assert isinstance(twin, ServiceError)
            assert (twin.message, twin.violations) == (error.message, error.violations)
            assert twin.fields == error.fields


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_what_a_client_raises_can_be_pickled(way: Way, host: Host) -> None:
    target = target_at(way.style, "127.0.0.1:1")

    async def call() -> ServiceError:
        async with connected("generated.products", way, target) as client:
            with pytest.raises(ServiceError) as caught:
                await Caller(client).delete_product(product_id="1")
        return caught.value

    error = host.run(call())
    twin = pickle.loads(pickle.dumps(error))
    assert (twin.code, twin.message) == (Code.UNAVAILABLE, error.message)
