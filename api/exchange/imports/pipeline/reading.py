"""First phase: the file becomes staged rows, block by block, and faults of cells. A block is there whole or not at all."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from api.core.faults import ROW_DUPLICATE
from api.exchange import reading
from api.exchange.imports import queries, rules
from api.exchange.imports.pipeline import blocks, faults
from api.exchange.imports.pipeline.source import assembled, digest_of
from api.exchange.imports.pipeline.work import Step, Work
from api.exchange.reading import Asked, Block, Format, Look, MappingIn

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
    look = reading.look(path, asked)
    given = work.one.mapping
    mapping = reading.MappingIn.model_validate(given) if given else reading.propose(look, work.spec).mapping
    digest = digest_of(path)
    with work.chunk() as step:
        if work.one.phase != READING:
            step.enter(READING)
            step.set(rows_total=None, bytes_done=0, found=found_of(look), file_sha256=digest)
            step.set(warnings=[{"code": code} for code in look.warnings], mapping=mapping.document())
    return mapping


def asked_of(one: Any) -> Asked:
    """What the import says about its file."""
    form = Format(one.format) if one.format else None
    return Asked(form, one.encoding, one.delimiter, one.sheet, one.header_row)


def found_of(look: Look) -> dict[str, Any]:
    """What reading found out, as it is kept."""
    kept = ("format", "encoding", "delimiter", "sheet", "header_row", "headers")
    return {name: value for name, value in asdict(look).items() if name in kept}


def _stage(work: Work, path: Path, mapping: MappingIn) -> None:
    done = int(work.one.cursor or 0)
    read: Iterator[Block] = reading.read(path, asked_of(work.one), mapping, work.spec, work.how(write=False))
    for number, block in enumerate(read):
        if number < done:  # staged before this attempt
            work.run.report(work.one.rows_done)
            continue
        with work.chunk() as step:
            _stage_block(step, number, block)
    with work.chunk() as step:
        _finish(step)


def _stage_block(step: Step, number: int, block: Block) -> None:
    one = step.work.one
    blocks.store(step.ctx.session, one.id, number, block.frame)
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
    return int(block.faults["row"].n_unique())


def _finish(step: Step) -> None:
    """Everything is staged; rows that bear the same key are left out, all of them: none is picked."""
    one, session = step.work.one, step.ctx.session
    key = rules.key_field(step.work.how(write=False).scheme)
    twins = blocks.find_twins(session, one.id, key)
    counts = dict(one.counts)
    if twins:
        blocks.store_twins(session, one.id, twins)
        tally = faults.tally(session, one)
        heading = headings(one).get(key)
        shown = {"sheet": None, "column": heading, "field": key, "code": ROW_DUPLICATE.code}
        for row, other in twins.items():
            fault: dict[str, Any] = {"row": row, **shown, "value": None, "params": {"row": other}, "suggestions": []}
            tally.add(fault, faults.OF_FILE)
        faults.keep(session, one.id, tally.rows)
        step.set(groups=tally.groups)
    counts["rejected"] += len(twins)
    _, rows = blocks.count(session, one.id)
    step.set(counts=counts, rows_staged=True, rows_total=rows, cursor=None)
    step.set(found={**one.found, "rejected": counts["rejected"]})


def headings(one: Any) -> dict[str, str]:
    """The heading of each field's column, as it was sent."""
    names = (one.found or {}).get("headers") or []
    found: dict[str, str] = {}
    for column in (one.mapping or {}).get("columns", []):
        source = column["from"]
        heading = names[source] if isinstance(source, int) and source < len(names) else str(source)
        targets = [column["to"]] if column.get("to") else []
        found |= dict.fromkeys(targets, heading)
    return found
