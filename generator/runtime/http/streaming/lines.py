"""Pieces of bytes → whole lines, wherever the pieces end, up to a limit."""

_BOM = b"\xef\xbb\xbf"


class LineTooLongError(Exception):
    """A line, or what several lines tell, is larger than the limit in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"An item is larger than {limit} bytes.")
        self.limit = limit


class Lines:
    """Splits what comes into lines that end with LF, or also with CR and CRLF (``any_end``).

    Only these end a line: U+2028, U+0085 and their kind are data. A BOM at the very start is none.
    """

    def __init__(self, limit: int, *, any_end: bool = False) -> None:
        self._limit = limit
        self._any_end = any_end
        # Pieces of the line that has not ended yet, kept apart: joined each time, they would be
        # copied again and again.
        self._parts: list[bytes] = []
        self._size = 0
        self._first = True
        self._after_cr = False

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that end in this piece; LineTooLongError as soon as one is too long."""
        if self._any_end and data:
            data = self._with_lf(data)
        *lines, rest = data.split(b"\n")
        if not lines:
            self._keep(rest)
            return lines
        if self._size:
            self._keep(lines[0])
            lines[0] = b"".join(self._parts)
            self._parts.clear()
            self._size = 0
        if self._first:
            self._first = False
            lines[0] = lines[0].removeprefix(_BOM)
        if len(data) > self._limit and max(map(len, lines)) > self._limit:
            raise LineTooLongError(self._limit)
        self._keep(rest)
        return lines

    def rest(self) -> bytes:
        """The last line, where it has no end."""
        rest = b"".join(self._parts)
        return rest.removeprefix(_BOM) if self._first else rest

    @property
    def held(self) -> int:
        """How many bytes of a line have come that has not ended."""
        return self._size

    def _keep(self, part: bytes) -> None:
        if part:
            self._parts.append(part)
            self._size += len(part)
            if self._size > self._limit + len(_BOM):
                raise LineTooLongError(self._limit)

    def _with_lf(self, data: bytes) -> bytes:
        """The same with one kind of line ends; a CRLF may be cut between its two bytes."""
        if self._after_cr and data.startswith(b"\n"):
            data = data[1:]
            if not data:
                self._after_cr = False
                return data
        if b"\r" not in data:
            self._after_cr = False
            return data
        self._after_cr = data.endswith(b"\r")
        return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
