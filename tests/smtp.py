"""A real SMTP server of a test's own: it takes letters, or refuses them, and keeps what it took."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Inbox:
    """What has come in. `refuses` names recipients that the server does not know."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"smtp://127.0.0.1:{self.port}"


class _Dialogue(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        inbox: Inbox = self.server.inbox  # type: ignore[attr-defined]
        to: list[str] = []
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(maxsplit=1)[0].upper()
            if verb == "EHLO":
                self._say("250-test\r\n250 AUTH PLAIN")
            elif verb == "AUTH":
                inbox.logins.append(line.split()[2])
                self._say("235 in")
            elif verb == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                known = address not in inbox.refuses
                to += [address] if known else []
                self._say("250 yes" if known else "550 nobody here")
            elif verb == "DATA":
                self._say("354 go on")
                inbox.letters.append(message_from_bytes(self._data(), policy=policy.default))
                inbox.recipients.append(to)
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def smtp_server() -> Iterator[Inbox]:
    """The server, for the length of a `with`."""
    inbox = Inbox()
    with _Server(("127.0.0.1", 0), _Dialogue) as server:
        server.inbox = inbox  # type: ignore[attr-defined]
        inbox.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield inbox
        server.shutdown()
