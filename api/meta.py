"""What anyone may know: the product, its version, whose house this is."""

from typing import Annotated

from fastapi import Request

from api import __version__
from api.access.guard import Anyone
from api.core.context import Context
from api.core.faces import PUBLIC
from api.core.routing import Router
from api.core.schemas import Out
from api.organizations import queries

router = Router(tags=["meta"])
public_router = Router(tags=["meta"], face=PUBLIC)


class Meta(Out):
    """Facts shown before log-in."""

    product: str
    version: str
    bureau_name: str | None
    locales: list[str]
    time_zone: str
    demo: bool


@public_router.get("/meta", summary="Describe this installation 关于本系统", operation_id="get_public_meta")
@router.get("/meta", summary="Describe this installation 关于本系统")
def get_meta(ctx: Annotated[Context, Anyone()], request: Request) -> Meta:
    """Product, version, bureau and languages; needs no log-in."""
    settings = request.app.state.settings
    return Meta(
        product="Qinglian 清廉校园",
        version=__version__,
        bureau_name=settings.bureau_name or queries.find_bureau_name(ctx),
        locales=["zh-CN", "en"],
        time_zone=settings.time_zone,
        demo=(settings.data_dir / "demo-logins.json").exists(),
    )
