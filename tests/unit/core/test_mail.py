"""The one sender of e-mail, against a real server."""

import smtplib
from base64 import b64decode

import pytest

from api.core.mail import Letter, Mailer
from tests.smtp import smtp_server

LETTER = Letter(
    ("outside@example.org", "second@example.org"),
    "记录链树头",
    "请原样保存。\n",
    "<1@bureau.example>",
    ("a.head", "树\n"),
)


class TestSend:
    def test_a_letter_arrives_whole(self) -> None:
        with smtp_server() as inbox:
            Mailer(inbox.url, "bureau@example.org").send(LETTER)
        (letter,) = inbox.letters
        assert (letter["From"], letter["Subject"], letter["Message-ID"]) == (
            "bureau@example.org",
            "记录链树头",
            "<1@bureau.example>",
        )
        assert inbox.recipients == [["outside@example.org", "second@example.org"]]
        (attachment,) = letter.iter_attachments()
        assert (attachment.get_filename(), attachment.get_content()) == ("a.head", "树\n".encode())
        body = letter.get_body()
        assert body is not None
        assert body.get_content().splitlines() == ["请原样保存。"]

    def test_a_password_in_the_address_logs_in(self) -> None:
        with smtp_server() as inbox:
            Mailer(f"smtp://wang%40x:p%3Aw@127.0.0.1:{inbox.port}", "a@example.org").send(LETTER)
        assert [b64decode(login) for login in inbox.logins] == [b"\0wang@x\0p:w"]

    def test_a_letter_that_one_recipient_did_not_get_is_a_failure(self) -> None:
        with smtp_server() as inbox:
            inbox.refuses.add("second@example.org")
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                Mailer(inbox.url, "a@example.org").send(LETTER)

    def test_encryption_that_was_asked_for_is_not_left_out(self) -> None:
        with smtp_server() as inbox, pytest.raises(smtplib.SMTPNotSupportedError):
            Mailer(f"{inbox.url}?tls", "a@example.org").send(LETTER)
        assert inbox.letters == []

    def test_a_server_that_is_away_is_a_failure(self) -> None:
        with smtp_server() as inbox:
            url = inbox.url
        with pytest.raises(OSError, match="refused"):
            Mailer(url, "a@example.org").send(LETTER)

    def test_the_password_is_never_shown(self) -> None:
        assert "p:w" not in repr(Mailer("smtp://u:p:w@host", "a@example.org"))
