"""What can be done with files: upload at once or in parts, attach, take back, clean, sweep."""

from api.files.service.files import Taken, attach, create_file, discard_file, keep_copy, keep_failure, take_in
from api.files.service.reading import Handout, open_copy
from api.files.service.sweep import forget_contents, forget_unused, forget_uploads
from api.files.service.uploads import (
    append_part,
    begin_upload,
    cancel_upload,
    complete_upload,
    expect_file,
    expect_part,
)

__all__ = [
    "Handout",
    "Taken",
    "append_part",
    "attach",
    "begin_upload",
    "cancel_upload",
    "complete_upload",
    "create_file",
    "discard_file",
    "expect_file",
    "expect_part",
    "forget_contents",
    "forget_unused",
    "forget_uploads",
    "keep_copy",
    "keep_failure",
    "open_copy",
    "take_in",
]
