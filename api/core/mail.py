"""The one sender of e-mail.

`QINGLIAN_SMTP_URL` says how: `smtp://user:password@host:port` (`?tls` demands STARTTLS), or `smtps://…` for TLS from the
first byte. Nothing is queued here: whoever sends from a job has the job's retries.
"""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from api.core import clock

TIMEOUT = 20.0  # seconds for each answer of the server
_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent. `message_id` tells a repeated letter from another one; `attachment` is a name and a text."""

    to: Sequence[str]
    subject: str
    text: str
    message_id: str
    attachment: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Mailer:
    """An SMTP server and who writes. The address holds a password and is never shown."""

    url: str = field(repr=False)
    sender: str

    def send(self, letter: Letter) -> None:
        """Hand a letter to the server, which has taken it for every recipient when this returns.

        Errors: `OSError` (`smtplib.SMTPException` is one) when it was not taken, or not for all.
        """
        target = urlsplit(self.url)
        host, port = target.hostname or "localhost", target.port or _PORTS[target.scheme]
        with _connected(target.scheme, host, port) as server:
            if "tls" in target.query.split("&"):
                server.starttls(context=ssl.create_default_context())
            if target.username:
                server.login(unquote(target.username), unquote(target.password or ""))
            refused = server.send_message(_message(letter, self.sender))
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT)


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, ", ".join(letter.to), letter.subject
    message["Date"], message["Message-ID"] = format_datetime(clock.now()), letter.message_id
    message.set_content(letter.text)
    if letter.attachment:
        name, text = letter.attachment
        # As bytes: a text would arrive with other line ends, and what is signed must arrive as it was signed.
        message.add_attachment(text.encode(), maintype="application", subtype="octet-stream", filename=name)
    return message
