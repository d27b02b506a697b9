"""The table of saved mappings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.constraints import map_constraint
from api.core.database import Base
from api.exchange.mappings.errors import NAME_TAKEN


class ImportMapping(Base):
    """A mapping that was saved. Who made it is an account or a machine client, hence no foreign key.

    A shared one can be used at its unit and everywhere below.
    """

    __tablename__ = "import_mapping"
    __table_args__ = (UniqueConstraint("created_by", "type", "name"), Index(None, "unit_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(80))
    shared: Mapped[bool]
    document: Mapped[dict[str, Any]]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    created_by: Mapped[UUID]
    creator: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    __mapper_args__: dict[str, Any] = {"version_id_col": revision}


map_constraint("uq_import_mapping_created_by_type_name", NAME_TAKEN)
