"""Accounts over HTTP: log-in (`/auth`), `/accounts` with their `/grants`, `/clients` and their `/oauth`."""

from api.accounts.router.accounts import router as accounts
from api.accounts.router.clients import router as clients
from api.accounts.router.grants import router as grants
from api.accounts.router.oauth import router as oauth
from api.accounts.router.oauth import well_known
from api.accounts.router.security import router as security
from api.accounts.router.sessions import router as sessions
from api.core.routing import Router

routers: tuple[Router, ...] = (sessions, security, accounts, grants, clients, oauth)

__all__ = ["routers", "well_known"]
