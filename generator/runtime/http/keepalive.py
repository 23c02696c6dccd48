"""Has the kernel send at once, and find out that a peer is no longer there where nobody speaks."""

import socket

# Seconds of silence before the kernel asks, between its questions, and how many go unanswered:
# a connection whose other end is gone ends within half a minute.
_OPTIONS = (("TCP_KEEPIDLE", 15), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3))


def send_at_once(connection: socket.socket) -> None:
    """Let no item of a stream wait until the one before is acknowledged, which takes 40 ms.

    asyncio does so where a socket says that it is TCP; those that a listener accepts do not.
    """
    try:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:  # not TCP
        return


def keep_alive(connection: socket.socket) -> None:
    """Ask a peer that is silent whether it lives; not every system has all of the options."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in _OPTIONS:
            option = getattr(socket, name, None)
            if option is not None:
                connection.setsockopt(socket.IPPROTO_TCP, option, value)
    except OSError:  # not TCP
        return


def drop_unread(connection: socket.socket, seconds: float) -> None:
    """Give a connection up when the peer's kernel has not taken what was sent for so long."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if option is not None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, option, int(seconds * 1000))
        except OSError:  # not TCP
            return
