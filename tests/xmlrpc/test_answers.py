"""What our client makes of answers that no server of XML-RPC should give."""

import pytest

from generated._support import CallOptions, Code, ServiceError
from generated._support.http.message import HttpResponse
from generated.products.operations import GET_PRODUCT
from generated.products.xmlrpc.client import Client

FAULT = "<methodResponse><fault><value>{}</value></fault></methodResponse>"


@pytest.mark.parametrize(
    "fault",
    [
        "<int>5</int>",
        "not found",
        "<nil/>",
        "<array><data/></array>",
        "<struct/>",
        "<base64>YQ==</base64>",
        "<struct><member><name>faultCode</name><value>5</value></member></struct>",
    ],
)
def test_a_fault_that_says_nothing_of_itself_is_no_answer(fault: str) -> None:
    headers = {"content-type": "text/xml"}
    codec = Client.codec()
    request = codec.encode(GET_PRODUCT, {"product_id": "1"}, CallOptions())
    response = HttpResponse(status=200, headers=headers, body=FAULT.format(fault).encode())
    with pytest.raises(ServiceError, match="not an XML-RPC response") as caught:
        codec.decode(GET_PRODUCT, response, request)
    assert caught.value.code is Code.INTERNAL
