"""Decisions publish through public notices; what becomes of those is told here. Imported by wiring."""

from api.decisions.service.notices import OBJECT, follow_notice
from api.disclosures import ports

ports.define(OBJECT, follow_notice)
