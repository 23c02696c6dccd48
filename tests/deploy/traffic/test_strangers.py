"""What one caller sends takes the servers from nobody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.deploy.traffic.behind import Pair
from tests.deploy.traffic.desk import Desk
from tests.deploy.traffic.http2 import sent
from tests.deploy.traffic.site import Site


@pytest.mark.parametrize("te", [(), (("te", "gzip"),)], ids=["without", "another"])
def test_a_caller_of_grpc_that_takes_no_trailers_costs_nobody_a_server(
    desk: Site, desks: Pair, desk_package: str, te: tuple[tuple[str, str], ...]
) -> None:
    desks.service = Desk(desk_package)
    head = (
        (":method", "POST"),
        (":scheme", "https"),
        (":path", "/test.desk.v1.DeskService/Look"),
        (":authority", "localhost"),
        ("content-type", "application/grpc"),
    )
    with ThreadPoolExecutor(25) as threads:
        # More than the failures after which nginx leaves two servers out.
        for one in [threads.submit(sent, desk, (*head, *te), b"\0\0\0\0\0") for _ in range(50)]:
            one.result()
    with desk.client("grpc") as client:
        assert {client.look().server for _ in range(8)} == {0, 1}
