"""What a campaign is assessed by: read once, for a published version never changes."""

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from sqlalchemy import select

from api.core.context import Context
from api.frameworks.models import FrameworkVersion
from api.frameworks.queries.versions import framework_of
from api.frameworks.rules.model import Framework
from api.frameworks.rules.scoring import Scorer

_KEPT: OrderedDict[str, Scorer] = OrderedDict()
_MOST = 16
_LOCK = Lock()


def scorer_of(ctx: Context, version_id: UUID) -> Scorer:
    """The scorer of a version. By the hash of its content, so that what is kept can never be another's."""
    stmt = select(FrameworkVersion.content_hash).where(FrameworkVersion.id == version_id)
    return scorer_by_hash(ctx, version_id, ctx.session.execute(stmt).scalar_one())


def scorer_by_hash(ctx: Context, version_id: UUID, content_hash: str) -> Scorer:
    """The same for a caller that has read the hash."""
    with _LOCK:
        if content_hash in _KEPT:
            _KEPT.move_to_end(content_hash)
            return _KEPT[content_hash]
    scorer = Scorer(framework_of(ctx, version_id))
    with _LOCK:
        _KEPT[content_hash] = scorer
        while len(_KEPT) > _MOST:
            _KEPT.popitem(last=False)
    return scorer


def band_title(ctx: Context, framework: Framework, code: str | None) -> str | None:
    """What a grade is called: a band of the framework's main scale."""
    bands = framework.scales[0].bands if framework.scales else ()
    return next((band.label.text(ctx.language) for band in bands if band.code == code), None)
