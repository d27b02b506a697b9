"""The first tables. (Interim: frozen into explicit operations before the first commit.)"""

from alembic import op

from api.core.database import Base

revision = "0001"
down_revision = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())


def downgrade() -> None:
    Base.metadata.drop_all(op.get_bind())
