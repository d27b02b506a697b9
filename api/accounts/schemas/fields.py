"""Fields that several shapes share."""

from typing import Annotated

from pydantic import Field, SecretStr

from api.accounts.rules import LONGEST_PASSWORD
from api.accounts.schemas.examples import PASSWORD
from api.core.schemas import Line

Username = Annotated[
    Line, Field(max_length=64, description="As the admin gave it; case does not matter.", examples=["zhongyi"])
]
# Not trimmed, never echoed; the bound keeps hashing cheap.
Password = Annotated[SecretStr, Field(min_length=1, max_length=LONGEST_PASSWORD, examples=["三月-Spring-27"])]
DisplayName = Annotated[Line, Field(max_length=50, examples=["钟毅"])]
InitialPassword = Annotated[
    str, Field(description="Shown this once; must be changed at the first log-in.", examples=[PASSWORD])
]
Code = Annotated[
    SecretStr,
    Field(max_length=40, description="Six digits of the authenticator, or a recovery code.", examples=["287082"]),
]
