"""Terms that are about to end are announced to who keeps the posts."""

from datetime import timedelta

from api.access.permissions import Permission
from api.access.providers import providers
from api.core import clock, notices
from api.core.context import Context
from api.people import queries, rules
from api.people.schemas import PostRow

TERM_EXPIRING = notices.define("post.term_expiring", permission=Permission.PERSON_MANAGE)
DAYS_AHEAD = 30
# A term that ended while the worker stood still is announced too, as long as it is news.
_NEWS = 30
_QUIET = timedelta(days=DAYS_AHEAD + _NEWS)


def remind(ctx: Context) -> None:
    """Announce each term that ends within 30 days, once, to the accounts that may register posts at its unit."""
    today = clock.legal_day(ctx.now)
    for post in queries.find_ending_between(ctx, today - timedelta(days=_NEWS), rules.horizon(today, DAYS_AHEAD)):
        holders = providers.find_holders(ctx.session, Permission.PERSON_MANAGE, post.unit.id)
        notices.notify(ctx, holders, TERM_EXPIRING, _about(post), quiet=_QUIET)


def _about(post: PostRow) -> notices.About:
    return notices.About("post", post.id, f"{post.unit.name} {post.person.name} {post.title}", post.unit.id)
