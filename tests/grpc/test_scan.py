"""What has too many items is refused before it is parsed, whatever stands before them."""

import asyncio
import time

import pytest

from generated._support.call import Call
from generated._support.grpc.carrier import CARRIER
from generated._support.grpc.evidence import metadata_of
from generated._support.protobuf_rpc.answers import Answers, Failed
from generated.products import ProductsService, operations
from generated.products.grpc.binding import SERVICE

_TAGS = b"\x22\x00" * 2_000_000
_BEFORE = {
    "unknown numbers": b"\x78\x01" * 200_001,
    "unknown texts": b"\x7a\x00" * 200_001,
    "known fields again": b"\x0a\x01a" * 200_001,
    "long tags": b"\xf8\x7f\x01" * 200_001,
    "an unknown group": b"\x7b\x78\x01\x7c",
    "groups in groups": b"\x7b\x7b\x22\x00\x7c\x7c",
}


def _refused(operation: object, data: bytes) -> str:
    answer = Answers(ProductsService(), SERVICE, CARRIER).of(
        operation,  # type: ignore[arg-type]
        lambda _: Call(operation="", style="grpc"),
        metadata_of,
    )
    with pytest.raises(Failed) as caught:
        asyncio.run(answer(data, None))
    return str(caught.value.status)


@pytest.mark.parametrize("before", _BEFORE.values(), ids=_BEFORE.keys())
def test_nothing_hides_a_list_that_is_too_long(
    before: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(_: bytes) -> None:
        raise AssertionError("it was parsed")

    request = SERVICE.messages.cls("shop.products.v1.AddProductRequest")
    monkeypatch.setattr(request, "FromString", parse)
    began = time.process_time()

    text = _refused(operations.ADD_PRODUCT, before + _TAGS)

    assert "must have at most 20 items" in text
    assert time.process_time() - began < 3


def test_a_mask_has_a_number_of_paths_that_can_be_looked_at() -> None:
    paths = b"".join(b"\x0a\x07x%06d" % number for number in range(200_000))
    length = bytes([len(paths) & 127 | 128, len(paths) >> 7 & 127 | 128, len(paths) >> 14])
    data = b"\x0a\x011\x1a" + length + paths

    text = _refused(operations.UPDATE_PRODUCT_PRICE, data)

    assert "must have at most 100000 items" in text
