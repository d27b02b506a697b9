"""Wire shapes of files and uploads."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StrictInt, StringConstraints

from api.core.schemas import In, Moment, Named, Out, Text
from api.files.rules import CHUNK, LONGEST, CleanState

Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$"), Field(description="SHA-256 in lower-case hex.")]
PurposeName = Annotated[str, StringConstraints(pattern="^[a-z_]{1,40}$"), Field(examples=["evidence"])]
FileName = Annotated[Text, StringConstraints(min_length=1, max_length=LONGEST), Field(examples=["会议记录.pdf"])]
Copy = Literal["original", "clean"]

_ID = "0198c0de-0000-7000-8000-00000000000f"
_SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class UploadIn(In):
    """A file that will come in parts."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"purpose": "evidence", "name": "公开课.mp4", "size": 734003200}}
    )

    purpose: PurposeName
    name: FileName
    size: Annotated[StrictInt, Field(ge=1, le=2**40, description="Bytes.")]
    sha256: Sha256 | None = None


class UploadOut(Out):
    """An upload and where it stands: the next part begins at `offset`."""

    id: UUID
    purpose: str
    name: str
    size: int = Field(description="Bytes announced.")
    offset: int = Field(description="Bytes that are there.")
    chunk_size: int = Field(examples=[CHUNK], description="Advised size of a part; any size is taken.")
    expires_at: Moment = Field(description="When it is given up unless it goes on.")
    file_id: UUID | None = Field(None, description="The file it has become.")


class FileRow(Out):
    """A file as others refer to it."""

    id: UUID
    name: str
    type: str = Field(description="What the content is.", examples=["pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="Bytes.")
    clean_state: CleanState = Field(description="Where the cleaned copy stands; `none`: there is none of this type.")
    copies: list[Copy] = Field(description="What the caller may download.")


class FileOut(FileRow):
    """A file that was uploaded."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": _ID,
                "name": "会议记录.pdf",
                "type": "pdf",
                "media_type": "application/pdf",
                "size": 183244,
                "clean_state": "done",
                "copies": ["original", "clean"],
                "purpose": "evidence",
                "sha256": _SHA,
                "uploaded_by": {"id": _ID, "name": "何桂芳"},
                "created_at": "2026-11-20T08:30:00.000Z",
                "clean_size": 171020,
                "clean_error": None,
                "used": False,
            }
        }
    )

    purpose: str
    sha256: str = Field(description="Of the original.")
    uploaded_by: Named
    created_at: Moment
    clean_size: int | None
    clean_error: str | None = Field(description="Why there is no cleaned copy, as an error code.")
    used: bool = Field(description="Whether anything refers to it; unused files go away after 7 days.")


class PurposeOut(Out):
    """What may be uploaded for a purpose."""

    name: str
    extensions: list[str]
    limits: dict[str, int] = Field(description="Largest size in bytes by extension.", examples=[{"pdf": 209715200}])
    one_shot: int = Field(description="Up to this size one request will do.")
    chunk_size: int


class Purposes(Out):
    """All purposes for which the caller may upload."""

    items: list[PurposeOut]
