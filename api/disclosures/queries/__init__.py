"""Every select of disclosures; those of the staff narrowed by reach, those of the public to what was released."""

from api.disclosures.queries.ends import due_until, has_letters, has_untold_end, note_end, untold_ends
from api.disclosures.queries.lists import SORTS, count_notices, list_notices, stream_notices
from api.disclosures.queries.notices import (
    content_of,
    files_of,
    findings_of,
    get_notice,
    list_history,
    list_kinds,
    phase_of,
)
from api.disclosures.queries.objections import (
    count_listed,
    count_objections,
    get_objection,
    is_known,
    letters,
    list_objections,
    load_objection,
    public_answers,
)
from api.disclosures.queries.public import find_file, get_page, list_page_kinds, list_pages, list_units
from api.disclosures.queries.references import count_notices_at
from api.disclosures.queries.standing import (
    Place,
    Standing,
    edition_in_view,
    find_place,
    load_notice,
    notice_of,
    pages_of,
    place_of,
)

__all__ = [
    "SORTS",
    "Place",
    "Standing",
    "content_of",
    "count_listed",
    "count_notices",
    "count_notices_at",
    "count_objections",
    "due_until",
    "edition_in_view",
    "files_of",
    "find_file",
    "find_place",
    "findings_of",
    "get_notice",
    "get_objection",
    "get_page",
    "has_letters",
    "has_untold_end",
    "is_known",
    "letters",
    "list_history",
    "list_kinds",
    "list_notices",
    "list_objections",
    "list_page_kinds",
    "list_pages",
    "list_units",
    "load_notice",
    "load_objection",
    "note_end",
    "notice_of",
    "pages_of",
    "phase_of",
    "place_of",
    "public_answers",
    "stream_notices",
    "untold_ends",
]
