"""The documentation pages: the contract, a reader for it from own assets, and the meaning of every error code."""

from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import orjson
from fastapi import APIRouter, FastAPI, Request, Response
from starlette.staticfiles import StaticFiles

from api.core.errors import CATALOG
from api.core.openapi import contract
from api.core.problems import STATUS

router = APIRouter(prefix="/api", include_in_schema=False)
_ASSETS = str(files("fastapi_swagger") / "resources")
_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{style}"></head><body>{body}</body></html>"""
_READER = """window.addEventListener("DOMContentLoaded", () => SwaggerUIBundle({
  url: "/api/openapi.json", dom_id: "#contract", deepLinking: true, validatorUrl: null, tryItOutEnabled: false,
}));
"""
_STYLE = """body{font:14px/22px sans-serif;margin:24px auto;max-width:72rem;padding:0 16px;color:#18211f}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #cfd6d3;padding:8px;text-align:left;vertical-align:top}
code{white-space:nowrap}:target{background:#fdf3d8}"""


def install(app: FastAPI) -> None:
    """Mount the pages; the contract is made once, at the first reading."""
    app.openapi = cache(lambda: contract(app))  # type: ignore[method-assign]
    app.include_router(router)
    app.mount("/api/docs/assets", StaticFiles(directory=_ASSETS), name="docs-assets")


def _html(title: str, style: str, body: str) -> Response:
    return Response(_PAGE.format(title=title, style=style, body=body), media_type="text/html")


@router.get("/openapi.json")
def openapi(request: Request) -> Response:
    """The contract of this process's faces."""
    document: dict[str, Any] = request.app.openapi()
    return Response(orjson.dumps(document), media_type="application/json")


@router.get("/docs")
def reader() -> Response:
    """The contract for people."""
    scripts = '<script src="/api/docs/assets/swagger-ui-bundle.js"></script><script src="/api/docs/reader.js"></script>'
    return _html("Qinglian API", "/api/docs/assets/swagger-ui.css", f'<main id="contract"></main>{scripts}')


@router.get("/docs/reader.js")
def reader_script() -> Response:
    """Starts the reader; a file of its own because the policy allows no inline script."""
    return Response(_READER, media_type="text/javascript")


@router.get("/docs/page.css")
def page_style() -> Response:
    """Style of the error page."""
    return Response(_STYLE, media_type="text/css")


@router.get("/docs/errors")
def error_codes() -> Response:
    """Every error code with its status and its sentences: where a problem's `type` leads."""
    rows = "".join(
        f'<tr id="{spec.code}"><td><code>{spec.code}</code></td><td>{STATUS[spec.kind]}</td>'
        f'<td>{escape(spec.zh)}</td><td lang="en">{escape(spec.en)}</td></tr>'
        for spec in sorted(CATALOG.values(), key=lambda spec: spec.code)
    )
    head = "<tr><th>code</th><th>status</th><th>中文</th><th>English</th></tr>"
    return _html("错误代码", "/api/docs/page.css", f"<h1>错误代码 Error codes</h1><table>{head}{rows}</table>")
