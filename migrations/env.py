"""Alembic's environment: the connection is handed over by `api.migrate`."""

from alembic import context

import api.accounts.models
import api.assessments.models
import api.calendars.models
import api.checks.figures
import api.core.jobs.models
import api.decisions.models
import api.disclosures.models
import api.evidence.models
import api.exchange.imports.models
import api.files.models
import api.ledger.models
import api.notifications.models
import api.organizations.figures
import api.organizations.models
import api.people.models
import api.rectifications.figures
import api.rectifications.models  # noqa: F401
from api.core import idempotency  # noqa: F401
from api.core.database import Base


def _ours(_item: object, name: str | None, kind: str, *rest: object) -> bool:
    """Search tables of SQLite are made by `api.migrate`, not by migrations."""
    return not (kind == "table" and rest[0] and "_fts" in (name or ""))


def run() -> None:
    """Run the migrations on the given connection."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=_ours,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
