"""What may be sent with a complaint: types that have a cleaner, so that handlers see a copy that tells on nobody.

Sound and film have none: they betray a voice and a place. The intake clerk releases them case by case.
"""

from api.files.rules import MEBIBYTE, Purpose

MOST = 30 * MEBIBYTE
_CLEANED = ("jpeg", "png", "webp", "heic", "pdf", "docx", "xlsx", "pptx", "txt")
_MEDIA = ("mp3", "m4a", "mp4", "mov")

# Not declared as purposes of uploads: what comes with a complaint never lies among the files of the house.
PICTURES_AND_PAPERS = Purpose("complaint", "", dict.fromkeys(_CLEANED, MOST))
WITH_MEDIA = Purpose("complaint", "", dict.fromkeys((*_CLEANED, *_MEDIA), MOST))


def taken(*, media: bool) -> Purpose:
    """What is taken, sound and film released or not."""
    return WITH_MEDIA if media else PICTURES_AND_PAPERS
