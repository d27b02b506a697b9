"""The job that makes a document: gathered from one state of the data, written to a file, handed over in parts."""

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from api.access.permissions import Permission
from api.assessments.documents import campaign_tables, county_report, school_report, score_table
from api.assessments.documents.gathered import About, CampaignFacts, SchoolFacts
from api.assessments.documents.package import pack
from api.assessments.queries import packing, papers
from api.assessments.rules.papers import Paper
from api.assessments.service.papers import KIND
from api.core import clock, tabular
from api.core.context import Context
from api.core.documents import MEDIA, WRITERS, Bundle, write_book
from api.core.jobs.handing import hand_over
from api.core.jobs.kinds import JobKind, Run
from api.frameworks import queries as frameworks

_REPORT_EVERY = 500
_UNSAFE = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))


def make(run: Run) -> None:
    """One document, as `service.papers` has asked for it."""
    asked = run.arguments
    make_one = _of_school if "enrolment_id" in asked else _of_campaign
    name, total, file = make_one(run, asked)
    with file:
        hand_over(run, file, total, {"filename": name, "media_type": MEDIA[asked["format"]]})


# Whoever reads the assessment reads its documents: rights, reach and what is shown yet are judged when it is made.
JOB = JobKind(KIND, make, permission=Permission.ASSESSMENT_READ, per_unit=2, kept=timedelta(days=7))

Made = tuple[str, int, IO[bytes]]


def _of_school(run: Run, asked: Mapping[str, Any]) -> Made:
    with run.snapshot() as ctx:
        about, school = papers.gather_school(ctx, UUID(asked["enrolment_id"]), asked["lang"])
    name = _named(about, school.name, asked)
    return name, 1, _school_file(about, school, asked)


def _school_file(about: About, school: SchoolFacts, asked: Mapping[str, Any]) -> IO[bytes]:
    if asked["document"] == Paper.SCORE_TABLE:
        return write_book([score_table(about, school)], author=about.bureau, as_of=about.as_of)
    return WRITERS[asked["format"]](school_report(about, school))


def _of_campaign(run: Run, asked: Mapping[str, Any]) -> Made:
    campaign_id = UUID(asked["campaign_id"])
    with run.snapshot() as ctx:
        about, facts = papers.gather_campaign(ctx, campaign_id, asked["lang"])
        file = _package(run, ctx, campaign_id, (about, facts)) if asked["document"] == Paper.PACKAGE else None
    name = _named(about, about.title, asked)
    return name, len(facts.schools), file or _campaign_file(about, facts, asked)


def _campaign_file(about: About, facts: CampaignFacts, asked: Mapping[str, Any]) -> IO[bytes]:
    if asked["document"] == Paper.SCORE_TABLE:
        return write_book(campaign_tables(about, facts), author=about.bureau, as_of=about.as_of)
    return WRITERS[asked["format"]](county_report(about, facts))


def _package(run: Run, ctx: Context, campaign_id: UUID, gathered: tuple[About, CampaignFacts]) -> IO[bytes]:
    """Within the snapshot: records are streamed from it."""
    total = packing.count_scores(ctx, campaign_id)
    version = papers.version_of(ctx, campaign_id)

    def add_records(bundle: Bundle) -> None:
        content = frameworks.content_of(ctx, version.version_id)
        bundle.add("framework.json", io.BytesIO(content.encode()))
        scores = _reported(run, packing.stream_scores(ctx, campaign_id), total)
        bundle.add("scores.ndjson", tabular.write_ndjson(scores), rows=total)
        bundle.add("evidence.ndjson", tabular.write_ndjson(packing.stream_evidence(ctx, campaign_id)))
        for one in packing.stream_outcomes(ctx, campaign_id):
            told = {"school": one.school, "number": one.number, "document_hash": one.document_hash}
            bundle.add(f"outcomes/{one.outcome_id}.json", io.BytesIO(one.content.encode()), **told)

    return pack(*gathered, add_records, {"content_hash": version.content_hash})


def _reported(run: Run, rows: Iterable[Mapping[str, Any]], total: int) -> Iterator[Mapping[str, Any]]:
    for number, row in enumerate(rows):
        if number % _REPORT_EVERY == 0:
            run.report(number, total)
        yield row


def _named(about: About, what: str, asked: Mapping[str, Any]) -> str:
    word = {
        Paper.SCORE_TABLE: about.say("评分表", "scores"),
        Paper.REPORT: about.say("评价报告", "report"),
        Paper.PACKAGE: about.say("归档包", "package"),
    }[Paper(asked["document"])]
    return f"{what}_{word}_{clock.legal_day(about.as_of):%Y%m%d}.{asked['format']}".translate(_UNSAFE)
