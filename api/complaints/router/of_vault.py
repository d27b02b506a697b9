"""The routers of the vault: the sealed side for the staff, and the public face."""

from api.complaints.router import public, vault
from api.core.routing import Router

routers: tuple[Router, ...] = (vault.router,)
public_routers: tuple[Router, ...] = (public.router,)
