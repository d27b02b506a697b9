"""What can be done with notices and objections."""

from api.disclosures.service.drafts import (
    Draft,
    ObjectRef,
    change_notice,
    check_notice,
    create_notice,
    mask_findings,
    open_notice,
    rewrite_notice,
)
from api.disclosures.service.letters import FOLLOWER, drop_letter, take_out
from api.disclosures.service.objections import answer_objection, enter_objection, erase_contacts, read_contact
from api.disclosures.service.releasing import (
    correct_notice,
    discard_notice,
    drop_correction,
    recall_notice,
    release_notice,
    return_notice,
    withdraw_notice,
)

__all__ = [
    "FOLLOWER",
    "Draft",
    "ObjectRef",
    "answer_objection",
    "change_notice",
    "check_notice",
    "correct_notice",
    "create_notice",
    "discard_notice",
    "drop_correction",
    "drop_letter",
    "enter_objection",
    "erase_contacts",
    "mask_findings",
    "open_notice",
    "read_contact",
    "recall_notice",
    "release_notice",
    "return_notice",
    "rewrite_notice",
    "take_out",
    "withdraw_notice",
]
