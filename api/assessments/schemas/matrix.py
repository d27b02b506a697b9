"""Wire shapes of the figures over a campaign: who is how far, and where the points lie."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.assessments.rules.rounds import Round, RoundState
from api.assessments.schemas.enrolments import AssessmentRoundBrief, EnrolmentRow
from api.assessments.schemas.fields import DISTRICT
from api.core.schemas import Choices, Line, Out

_COUNTS: dict[str, Any] = {"not_started": 3, "in_progress": 4, "submitted": 2, "returned": 0, "accepted": 1}


class ProgressRow(EnrolmentRow):
    """A school with where each of its rounds stands. Totals of rounds that the caller may not see yet are left out."""

    rounds: dict[Round, AssessmentRoundBrief]


class RoundProgress(Out):
    """How the rounds of one kind stand, over everything that matches."""

    round: Round
    states: dict[RoundState, int]
    late: int
    entered: int
    missing: int


class ProgressMatrix(Out):
    """One page of schools by rounds; `summary` is over all of them."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "items": [],
                "page": 1,
                "size": 50,
                "total": 10,
                "summary": [{"round": "self", "states": _COUNTS, "late": 1, "entered": 170, "missing": 60}],
            }
        }
    )

    items: list[ProgressRow]
    page: int
    size: int
    total: int
    summary: list[RoundProgress]


class ProgressFilter(BaseModel):
    """Which schools of a campaign."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    q: Line | None = Field(None, description="Words of the school's name, its code, pinyin initials.")
    district: UUID | None = None
    unit: UUID | None = Field(None, description="Of this school.")
    round: Round | None = Field(None, description="Only schools of which this round …")
    round_state: Choices[RoundState] = Field((), description="… is in one of these states.")


class ProgressExportFilter(ProgressFilter):
    """The same, of a campaign that is named."""

    campaign: UUID


class HeatCell(Out):
    """Of one item in one place: how many have an entry, and their mean share of its points in percent."""

    scored: int
    share: str | None
    lost: int = Field(description="How many have less than the full points.")


class HeatRow(Out):
    """A district, or the schools directly below the bureau."""

    id: UUID | None
    name: str | None
    cells: dict[str, HeatCell]


class HeatItem(Out):
    """A column."""

    code: str
    title: str
    full: str


class HeatMap(Out):
    """Items by districts: where the points are lost. `whole` is over all that the caller reaches."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "round": "self",
                "items": [{"code": "A1", "title": "责任", "full": "6"}],
                "rows": [{**DISTRICT, "cells": {"A1": {"scored": 12, "share": "87.5", "lost": 4}}}],
                "whole": {"A1": {"scored": 62, "share": "91.25", "lost": 15}},
            }
        }
    )

    round: Round
    items: list[HeatItem]
    rows: list[HeatRow]
    whole: dict[str, HeatCell]
