"""Pictures, drawn anew: what is not a pixel (place, camera, owner, thumbnail of what was cut off) stays behind."""

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from api.files.cleaning.kinds import Unclean

# A picture needs four bytes a pixel, twice while it is turned; the child has 1.5 GiB.
MAX_PIXELS = 120_000_000
_WRITERS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 90, "method": 4},
}


def clean_picture(source: Path, target: Path) -> None:
    """Write the pixels of `source`, upright and in sRGB; HEIC becomes JPEG."""
    from pillow_heif import register_heif_opener  # noqa: PLC0415 (5 MB for phones' pictures only)

    register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(source, formats=("JPEG", "PNG", "WEBP", "HEIF")) as picture:
            _write(picture, target)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unclean("file.picture_too_large") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unclean("file.damaged") from error


def _write(picture: Image.Image, target: Path) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise Unclean("file.picture_too_large")
    form = picture.format if picture.format in _WRITERS else "JPEG"
    upright = ImageOps.exif_transpose(picture)
    pixels = _in_srgb(upright)
    transparent = "A" in pixels.getbands() or "transparency" in pixels.info
    pixels = pixels.convert("RGBA" if transparent and form != "JPEG" else "L" if pixels.mode == "L" else "RGB")
    # A picture of its own, which knows nothing of where its pixels came from.
    anew = Image.new(pixels.mode, pixels.size)
    anew.paste(pixels)
    anew.save(target, format=form, **_WRITERS[form])


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as a screen takes them, for the profile that explains them is left behind too."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return turned if turned is not None else picture
