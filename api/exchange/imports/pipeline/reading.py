"""First phase: the file becomes staged rows, block by block, and faults of cells. A block is there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import delete

from api.core.errors import Refused
from api.core.faults import ROW_DUPLICATE
from api.exchange import reading
from api.exchange.imports import queries, rules
from api.exchange.imports.models import ImportPart
from api.exchange.imports.pipeline import blocks, faults
from api.exchange.imports.pipeline.source import assembled, digest_of
from api.exchange.imports.pipeline.work import Step, Work
from api.exchange.reading import Asked, Block, Format, Look, MappingIn

if TYPE_CHECKING:
    from polars import DataFrame

READING, CHECKING, APPLYING = "reading", "checking", "applying"


def read_file(work: Work) -> None:
    """Stage every row that is left to stage. Errors: `Refused` with what is wrong with the file."""
    work.load()
    if work.one.rows_staged:  # an attempt before this one read it to its end
        return
    with work.run.snapshot() as ctx:
        keys = queries.part_keys(ctx, work.id)
    with assembled(work.storage, keys) as path:
        mapping = _look(work, path)
        _stage(work, path, mapping)


def _look(work: Work, path: Path) -> MappingIn:
    """What the file is, and how its columns go to fields: as was asked, else as proposed."""
    asked = asked_of(work.one)
    look = reading.look(path, asked, work.spec)
    given = work.one.mapping
    mapping = reading.MappingIn.model_validate(given) if given else _proposed(look, work)
    digest = digest_of(path)
    with work.chunk() as step:
        if work.one.phase != READING:
            step.enter(READING)
            step.set(rows_total=None, bytes_done=0, found=_found(look, mapping), file_sha256=digest)
            step.set(warnings=[{"code": code} for code in look.warnings])
    return mapping


def _proposed(look: Look, work: Work) -> MappingIn:
    """How the file is read where nobody says so. Errors: `import.file.headers_alike`, since none of them is picked."""
    proposal = reading.propose(look, work.spec)
    if proposal.alike:
        raise Refused(reading.HEADERS_ALIKE, headings="、".join(proposal.alike))
    return proposal.mapping


def asked_of(one: Any) -> Asked:
    """What the import says about its file."""
    form = Format(one.format) if one.format else None
    return Asked(form, one.encoding, one.delimiter, one.sheet, one.header_row)


def _found(look: Look, mapping: MappingIn) -> dict[str, Any]:
    """What reading found out, and how it went about it, as it is kept."""
    kept = ("format", "encoding", "delimiter", "sheet", "header_row", "headers")
    return {name: value for name, value in asdict(look).items() if name in kept} | {"mapping": mapping.document()}


def _stage(work: Work, path: Path, mapping: MappingIn) -> None:
    done, key = int(work.one.cursor or 0), _key(work)
    keys: list[DataFrame] = []
    read: Iterator[Block] = reading.read(path, asked_of(work.one), mapping, work.spec, work.how(write=False))
    for number, block in enumerate(read):
        frame = _concealed(work, block.frame)
        if all(name in frame.columns for name in key):
            keys.append(blocks.hashed(frame, key))
        if number < done:  # staged before this attempt
            work.run.report(work.one.rows_done)
            continue
        content = blocks.packed(frame)
        with work.chunk() as step:
            _stage_block(step, number, block, content)
    _finish(work, key, keys)


def _key(work: Work) -> tuple[str, ...]:
    """The fields by which a row says what it is."""
    scheme = work.how(write=False).scheme
    return work.spec.key_fields.get(scheme) or (rules.key_field(scheme),)


def _concealed(work: Work, frame: DataFrame) -> DataFrame:
    """The rows as they may be kept."""
    if work.spec.conceal is None:
        return frame
    with work.run.snapshot() as ctx:
        keys = ctx.keys
    return blocks.concealed(frame, partial(work.spec.conceal, keys))


def _stage_block(step: Step, number: int, block: Block, content: tuple[int, bytes]) -> None:
    one = step.work.one
    blocks.store(step.ctx.session, one.id, number, content)
    refused = _count_faults(step, block)
    counts = dict(one.counts)
    counts["total"] += block.seen
    counts["rejected"] += refused
    counts["skipped"] += block.skipped
    step.set(counts=counts, bytes_done=block.bytes_done)
    step.advance(str(number + 1), counts["total"])


def _count_faults(step: Step, block: Block) -> int:
    """Faults of cells; how many rows have any."""
    if not block.faults.height:
        return 0
    one = step.work.one
    tally = faults.tally(step.ctx.session, one)
    for fault in block.faults.to_dicts():
        params = fault["params"]
        tally.add({**fault, "params": orjson.loads(params) if params else {}}, faults.OF_FILE)
    faults.keep(step.ctx.session, one.id, tally.rows)
    step.set(groups=tally.groups)
    return block.refused


def _finish(work: Work, key: tuple[str, ...], keys: list[DataFrame]) -> None:
    """Everything is staged; rows that bear the same key are left out, all of them: none is picked."""
    with work.run.snapshot() as ctx:
        twins = blocks.find_twins(ctx.session, work.id, key, keys)
    with work.chunk() as step:
        one, session = work.one, step.ctx.session
        if twins:
            _note_twins(step, twins, key[-1])
        rejected = one.counts["rejected"] + len(twins)
        rows = blocks.count(session, one.id) - len(twins)
        step.set(counts={**one.counts, "rejected": rejected}, rows_staged=True, rows_total=rows, cursor=None)
        step.set(found={**one.found, "rejected": rejected})
    if work.spec.conceal is not None:
        _forget_file(work)


def _note_twins(step: Step, twins: dict[int, int], field: str) -> None:
    one, session = step.work.one, step.ctx.session
    blocks.store_twins(session, one.id, twins)
    tally = faults.tally(session, one)
    shown = {"sheet": None, "column": headings(one).get(field), "field": field, "code": ROW_DUPLICATE.code}
    for row, other in twins.items():
        fault: dict[str, Any] = {"row": row, **shown, "value": None, "params": {"row": other}, "suggestions": []}
        tally.add(fault, faults.OF_FILE)
    faults.keep(session, one.id, tally.rows)
    step.set(groups=tally.groups)


def _forget_file(work: Work) -> None:
    """A file of rows with what may not be kept goes once it has been read (个人信息保护法 第六条: no more than is needed)."""
    with work.chunk() as step:
        keys = queries.part_keys(step.ctx, work.id)
        step.ctx.session.execute(delete(ImportPart).where(ImportPart.import_id == work.id))
    work.storage.delete(keys)


def headings(one: Any) -> dict[str, str]:
    """The heading of each field's column, as it was sent."""
    known = one.found or {}
    names = known.get("headers") or []
    found: dict[str, str] = {}
    for column in known.get("mapping", {}).get("columns", []):
        source = column["from"]
        heading = names[source] if isinstance(source, int) and source < len(names) else str(source)
        targets = [column["to"]] if column.get("to") else []
        found |= dict.fromkeys(targets, heading)
    return found
