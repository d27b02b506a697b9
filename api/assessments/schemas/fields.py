"""Types of fields that several shapes share."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from api.core.points import PATTERN
from api.core.schemas import Text

Code = Annotated[Text, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\s/]+$")]
Reason = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
Note = Annotated[Text, StringConstraints(max_length=500)]
Long = Annotated[Text, StringConstraints(max_length=2000)]
Cycle = Annotated[Text, StringConstraints(min_length=1, max_length=20), Field(examples=["2026"])]
Decimal = Annotated[str, StringConstraints(pattern=PATTERN, max_length=12), Field(examples=["2.5"])]
Days = Annotated[int, Field(ge=0, le=90)]

CAMPAIGN_ID = "0198c0de-0000-7000-8000-0000000000a1"
ENROLMENT_ID = "0198c0de-0000-7000-8000-0000000000a2"
AT = "2026-11-20T08:30:00.000Z"
BUREAU: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000001", "name": "锦岚县教育局", "kind": "bureau"}
SCHOOL: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000003", "name": "锦岚县第一小学", "kind": "school"}
DISTRICT: dict[str, Any] = {"id": "0198c0de-0000-7000-8000-000000000005", "name": "梅岭学区"}
