"""Verbs of people."""

from api.people.service.committees import (
    add_member,
    add_members,
    create_committee,
    create_committees,
    update_committee,
    update_member,
)
from api.people.service.merging import dismiss_duplicate, merge_person, reconsider_duplicate
from api.people.service.persons import create_person, create_persons, update_person
from api.people.service.posts import create_post, create_posts, end_post, reopen_post, update_post
from api.people.service.registrations import decide_registration, decide_registrations
from api.people.service.reminders import remind

__all__ = [
    "add_member",
    "add_members",
    "create_committee",
    "create_committees",
    "create_person",
    "create_persons",
    "create_post",
    "create_posts",
    "decide_registration",
    "decide_registrations",
    "dismiss_duplicate",
    "end_post",
    "merge_person",
    "reconsider_duplicate",
    "remind",
    "reopen_post",
    "update_committee",
    "update_member",
    "update_person",
    "update_post",
]
