"""The command writes a line for every call to its standard output, if it is told to."""

import json

from tests.serving.process import get, served, status


def test_access_log_is_an_option_of_the_command() -> None:
    with served("--access-log") as shop:
        assert status(shop.ask(get("/products/7"))) == 200
        assert shop.process.stdout is not None
        line = json.loads(shop.process.stdout.readline())
    assert (line["operation"], line["style"], line["code"]) == ("GetProduct", "rest", "ok")
    assert "/products/7" not in str(line)
