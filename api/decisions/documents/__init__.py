"""Documents of the decision log, in the words that schools use."""

from api.decisions.documents.filing import filing_form
from api.decisions.documents.ledger import ledger_sheets
from api.decisions.documents.meetings import minutes, record, vote_sheets
from api.decisions.documents.said import Said

__all__ = ["Said", "filing_form", "ledger_sheets", "minutes", "record", "vote_sheets"]
