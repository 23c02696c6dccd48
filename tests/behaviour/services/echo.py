"""Gives back what it gets, for the tests of values."""

from typing import Any


class Mirror:
    """Serves ``test.echo.v1``; ``package`` is its generated code."""

    def __init__(self, package: Any) -> None:
        self._package = package

    async def echo(self, *, value: Any) -> Any:
        return value

    async def echo_defaults(self, *, value: Any, text: str, words: Any, table: Any) -> Any:
        return self._package.EchoDefaultsResult(value=value, text=text, words=words, table=table)

    async def echo_optional(self, **values: Any) -> Any:
        return self._package.EchoOptionalResult(**values)

    async def check(self, *, value: Any, colour: Any, limit: int = 5) -> str:
        return f"{value.text} {colour.value} {limit}"

    async def plain(
        self, *, text: Any = None, words: Any = (), small: Any = None, when: Any = None
    ) -> str:
        return repr((text, list(words), small, when and when.timestamp()))

    async def gather(self, *, words: Any, numbers: Any) -> str:
        return repr((words, numbers))

    async def gather_more(self, *, numbers: Any) -> str:
        return repr(numbers)

    async def headed(self, *, text: Any = None, words: Any = None, **_: Any) -> str:
        return repr((text, words))
