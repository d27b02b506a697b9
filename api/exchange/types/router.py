"""Types of row over HTTP."""

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from fastapi.responses import StreamingResponse

from api.access.guard import Requires
from api.access.permissions import Permission
from api.core.context import Context
from api.core.errors import NOT_FOUND, Refused
from api.core.routing import Router
from api.core.tabular import Language, blocks
from api.exchange.types import queries
from api.exchange.types.schemas import Types
from api.exchange.types.templates import write_csv_template, write_xlsx_template
from api.files.delivery import disposition

router = Router(prefix="/imports/types", tags=["imports"])

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_TEMPLATE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The template.",
        "content": {
            media.split(";")[0]: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()
        },
    }
}
Reads = Annotated[Context, Requires(Permission.IMPORT_READ)]
TypeName = Annotated[str, Path(pattern="^[a-z_]{1,40}$", examples=["school"])]


@router.get("", summary="List types of import 可导入的数据")
def list_import_types(ctx: Reads) -> Types:
    """What can be imported: fields with their words and bounds, identifiers, modes, limits.

    Types that others refer to come first.
    """
    return queries.list_types(ctx)


@router.get(
    "/{type}/template",
    summary="Download a template 下载模板",
    response_class=StreamingResponse,
    responses=_TEMPLATE,
    errors=(NOT_FOUND,),
)
def download_import_template(
    _ctx: Reads,
    type: TypeName,
    format: Annotated[Literal["xlsx", "csv"], Query()] = "xlsx",
    lang: Annotated[Language, Query()] = "zh-CN",
) -> StreamingResponse:
    """A table to fill in, with examples that imports leave out and a sheet of all words; it is read back as it is.

    Documents have a workbook with several sheets, and none as CSV.
    """
    spec = queries.require_spec(type)
    if spec.tree is not None and (format == "csv" or not spec.tree.sheets):
        raise Refused(NOT_FOUND)
    write = write_xlsx_template if format == "xlsx" else write_csv_template
    name = f"{spec.title[1 if lang == 'en' else 0]}.{format}"
    headers = {"Content-Disposition": disposition(name), "Content-Security-Policy": "sandbox; default-src 'none'"}
    return StreamingResponse(blocks(write(spec, lang)), headers=headers, media_type=MEDIA[format])
