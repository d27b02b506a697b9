"""Wire shapes of the second factor and of invitations."""

from pydantic import ConfigDict, Field

from api.accounts.schemas.examples import example
from api.accounts.schemas.fields import Code, Password
from api.core.schemas import In, Moment, Out

_TOKEN = "pT2r6Vh1m0eWqjB7ZkQx4nYc8sLdUa3fKgRo5tJiHbE"  # noqa: S105 (shown in the documentation)
_CODES = ["7x3k-9wqd-hm4t-ycn8"]


class Reauthentication(In):
    """Who is signed in proves it again."""

    model_config = ConfigDict(
        str_strip_whitespace=False,
        json_schema_extra={"example": {"current_password": "三月-Spring-27", "code": "287082"}},
    )

    current_password: Password
    code: Code | None = Field(None, description="Where a second factor is set up.")


class TotpSetup(Out):
    """A new authenticator, not in force until one of its codes is sent back."""

    model_config = example(
        setup="q2Jb…",
        secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",  # noqa: S106
        uri="otpauth://totp/Qinglian:zhongyi?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Qinglian",
        picture="data:image/svg+xml,%3Csvg%2F%3E",
        expires_at="2026-03-02T01:10:00.000Z",
    )

    setup: str = Field(description="To be sent back with a code.")
    secret: str = Field(description="For an authenticator that cannot read the picture.")
    uri: str
    picture: str = Field(description="The address as a QR code: a data URI of an SVG.")
    expires_at: Moment


class TotpConfirm(In):
    """The set-up, and a code that the authenticator shows."""

    model_config = example(setup="q2Jb…", code="287082")

    setup: str = Field(max_length=400)
    code: Code


class TotpState(Out):
    """The own second factor."""

    model_config = example(enrolled_at="2026-03-02T01:00:00.000Z", recovery_codes_left=10, demanded=True)

    enrolled_at: Moment | None
    recovery_codes_left: int
    demanded: bool = Field(description="The own roles demand a second factor.")


class RecoveryCodes(Out):
    """Codes that stand in for the authenticator, each once. Shown this once; older ones are void."""

    model_config = example(codes=[*_CODES])

    codes: list[str]


class InvitationIn(In):
    """The end of an invitation's link."""

    model_config = example(token=_TOKEN)

    token: str = Field(max_length=100)


class InvitationOut(Out):
    """Whom an invitation is for."""

    model_config = example(username="zhongyi", display_name="钟毅", expires_at="2026-03-05T01:00:00.000Z")

    username: str
    display_name: str
    expires_at: Moment


class InvitationAccept(In):
    """The password that the person chooses."""

    model_config = ConfigDict(
        str_strip_whitespace=False, json_schema_extra={"example": {"token": _TOKEN, "new_password": "三月-Spring-27"}}
    )

    token: str = Field(max_length=100)
    new_password: Password
