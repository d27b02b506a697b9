"""Tables of files: contents by their hash, files that people uploaded, what uses them, uploads in parts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.database import Base
from api.files.rules import CleanState


def _one_of(column: str, values: Iterable[str]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class FileContent(Base):
    """Bytes in the storage, under the key of their SHA-256. Its row is what those who store and who sweep lock."""

    __tablename__ = "file_content"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]


class StoredFile(Base):
    """What someone uploaded, once: name, type and original never change; a cleaned copy may be added."""

    __tablename__ = "file"
    __table_args__ = (
        CheckConstraint(_one_of("clean_state", CleanState), name="clean_state"),
        Index(None, "uploaded_by", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(ForeignKey("file_content.sha256"), index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    clean_state: Mapped[str] = mapped_column(String(10))
    clean_type: Mapped[str | None] = mapped_column(String(10))
    clean_sha256: Mapped[str | None] = mapped_column(ForeignKey("file_content.sha256"), index=True)
    clean_size: Mapped[int | None] = mapped_column(BigInteger)
    clean_error: Mapped[str | None] = mapped_column(String(80))


class FileUse(Base):
    """What holds on to a file: it decides who may read it, and as long as it is there, the file is."""

    __tablename__ = "file_use"
    __table_args__ = (Index(None, "object_type", "object_id"),)

    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id"), primary_key=True)
    object_type: Mapped[str] = mapped_column(String(40), primary_key=True)
    object_id: Mapped[UUID] = mapped_column(primary_key=True)


class Upload(Base):
    """A file on its way in parts; `received` bytes of `size` are there. With `file_id` it has become that file."""

    __tablename__ = "upload"
    __table_args__ = (Index(None, "created_by", "touched_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(String(64))
    received: Mapped[int] = mapped_column(BigInteger)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime] = mapped_column(index=True)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("file.id"), index=True)


class UploadPart(Base):
    """Consecutive bytes of an upload, stored under `key`."""

    __tablename__ = "upload_part"

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("upload.id"), primary_key=True)
    start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    key: Mapped[str] = mapped_column(String(100))
