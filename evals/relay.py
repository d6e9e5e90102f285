"""Runs a command in a network of its own whose one way out is a Unix socket: the metering proxy.

    python -I relay.py SOCKET PORT -- COMMAND ...

Inside, 127.0.0.1:PORT is the proxy. Standard library alone, as it starts inside the sandbox. Ends with the command's
exit code; 97 says that the port could not be opened, so that nothing was run.
"""

import contextlib
import socket
import subprocess
import sys
import threading

NO_NETWORK = 97


def main(arguments: list[str]) -> int:
    """Listen, run the command, and carry bytes meanwhile."""
    place, port, _, *command = arguments
    try:
        listener = socket.create_server(("127.0.0.1", int(port)))
    except OSError as error:
        print(f"relay: {error}", file=sys.stderr)
        return NO_NETWORK
    threading.Thread(target=_accept, args=(listener, place), daemon=True).start()
    try:
        return subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return 127


def _accept(listener: socket.socket, place: str) -> None:
    while True:
        inner, _ = listener.accept()
        outer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            outer.connect(place)
        except OSError:
            inner.close()
            continue
        inner.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for pair in ((inner, outer), (outer, inner)):
            threading.Thread(target=_carry, args=pair, daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    """Copy until the source ends, then tell the target; a broken one breaks both."""
    try:
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.exit(code if code >= 0 else 128 - code)
