"""Who may ask, as routes say it. Opening a case is a reading that the ledger records."""

from typing import Annotated

from api.access.guard import Requires
from api.access.permissions import Permission
from api.complaints import errors
from api.core.context import Context
from api.core.errors import FORBIDDEN

P = Permission
Lists = Annotated[Context, Requires(P.COMPLAINT_READ, snapshot=True)]
Opens = Annotated[Context, Requires(P.COMPLAINT_READ, logged=True)]
Works = Annotated[Context, Requires(P.COMPLAINT_READ, if_match="required")]
Writes = Annotated[Context, Requires(P.COMPLAINT_READ)]
Receives = Annotated[Context, Requires(P.COMPLAINT_INTAKE, if_match="required")]
Leads = Annotated[Context, Requires(P.COMPLAINT_LEAD, if_match="required")]
LeadsOnly = Annotated[Context, Requires(P.COMPLAINT_LEAD, snapshot=True)]
Configures = Annotated[Context, Requires(P.COMPLAINT_CONFIGURE)]
Handles = Annotated[Context, Requires(P.COMPLAINT_HANDLE, if_match="required")]
STATE = (errors.WRONG_STATE, FORBIDDEN)
SECOND = (*STATE, errors.PROPOSAL_OPEN)
JUDGED = (*SECOND, errors.OWN_CASE)
