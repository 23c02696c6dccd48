"""Has the kernel find out that a peer is no longer there, on connections where nobody speaks."""

import socket

# Seconds of silence before the kernel asks, between its questions, and how many go unanswered:
# a connection whose other end is gone ends within half a minute.
_OPTIONS = (("TCP_KEEPIDLE", 15), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3))


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
