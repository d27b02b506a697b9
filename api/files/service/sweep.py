"""Taking away what nobody needs: uploads given up, files that nothing uses, contents that no file has."""

from datetime import timedelta

from sqlalchemy import delete

from api.core.context import Context
from api.files import queries
from api.files.models import FileContent, StoredFile, Upload, UploadPart
from api.files.rules import KEPT_UNFINISHED, KEPT_UNUSED
from api.files.storage import Storage, content_key
from api.ledger.rules import Subject
from api.ledger.service import Entry, record_all

_AT_ONCE = 200
# A sweep that meets one who stores waits for his row; an object without any row is let be for a day.
STRAY = timedelta(days=1)


def forget_uploads(ctx: Context) -> tuple[int, list[str]]:
    """Forget uploads that nobody went on with; how many, and the keys of their parts, to be deleted afterwards."""
    found = queries.find_unfinished(ctx, ctx.now - KEPT_UNFINISHED, _AT_ONCE)
    keys = [part.key for part in queries.parts_of(ctx, found)]
    ctx.session.execute(delete(UploadPart).where(UploadPart.upload_id.in_(found)))
    ctx.session.execute(delete(Upload).where(Upload.id.in_(found)))
    return len(found), keys


def forget_unused(ctx: Context) -> int:
    """Forget files that nothing came to use; returns how many."""
    found = queries.find_unused(ctx, ctx.now - KEPT_UNUSED, _AT_ONCE)
    files = queries.files_of(ctx, found).values()
    record_all(ctx, [Entry("file.discarded", Subject("file", file.id, file.name)) for file in files])
    ctx.session.execute(delete(Upload).where(Upload.file_id.in_(found)))
    ctx.session.execute(delete(StoredFile).where(StoredFile.id.in_(found)))
    return len(found)


def forget_contents(ctx: Context, storage: Storage) -> int:
    """Remove contents that no file has, row and object; returns how many.

    The object goes while its row is held: whoever stores the same content waits for the row, then sees that the
    object is gone and stores it again.
    """
    found = queries.find_unreferenced(ctx, _AT_ONCE)
    ctx.session.execute(delete(FileContent).where(FileContent.sha256.in_(found)))
    storage.delete([content_key(sha256) for sha256 in found])
    return len(found)
