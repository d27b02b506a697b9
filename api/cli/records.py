"""`qinglian ledger`: what an operator or an auditor does with the ledger on the host."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from api.cli.console import out
from api.cli.host import host
from api.core.transaction import Mode
from api.ledger import service
from api.ledger.verify import SENTENCES, Fault, Question, Report, VerifiableKind
from api.ledger.verify import verify as verify_ledger
from api.settings import Settings
from api.wiring import VERIFIABLE


def verify(
    objects: Annotated[bool, typer.Option("--objects", help="Hold schools and other records to it too.")] = False,
    head: Annotated[list[Path] | None, typer.Option(help="A head that a witness kept; may be repeated.")] = None,
) -> None:
    """Recompute the whole ledger and name what was altered; exit 1 when anything was."""
    kinds: tuple[VerifiableKind, ...] = VERIFIABLE if objects else ()
    question = Question(kinds, [path.read_text(encoding="utf-8") for path in head or ()])
    with host(Settings(), Mode.SNAPSHOT) as ctx, out.status("") as status:
        report = verify_ledger(
            ctx.session, ctx.keys, question, lambda done, total: status.update(f"{done:,} / {total:,}")
        )
    _print(report)
    if report.found:
        raise typer.Exit(1)


def _print(report: Report) -> None:
    out.print(f"序列 entries {report.size:,} · 等待 pending {report.pending:,} · 树头 heads {report.heads:,}")
    if report.objects:
        out.print(f"业务记录 objects {report.objects:,} · 尚无哈希 without a hash {report.unproven:,}")
    out.print(f"树根 root {report.root}")
    for fault in report.faults:
        out.print(_line(fault), markup=False)
    if report.found > len(report.faults):
        out.print(f"…… 共 {report.found:,} 处 in all")
    out.print("没有发现改动 nothing was altered" if not report.found else f"发现 {report.found:,} 处 faults found")


def _line(fault: Fault) -> str:
    zh, en = SENTENCES[fault.kind]
    place = " ".join(f"{name}={value}" for name, value in fault.where.items())
    return f"{fault.kind.value}  {zh} {en}: {place}"


def export_head(
    file: Annotated[Path | None, typer.Argument(help="Where to write it; without, it is printed.")] = None,
) -> None:
    """Sign the tree as it stands and hand out the signed head."""
    with host(Settings()) as ctx:
        service.sequence(ctx)
        note = service.signed_head(ctx).note
    _hand_out(note, file)


def key() -> None:
    """Print the public key with which outsiders check heads and proofs."""
    with host(Settings(), Mode.SNAPSHOT) as ctx:
        key, pem = service.public_key(ctx)
    out.print(f"{key}\n{pem}", markup=False)


def prove(
    event_id: UUID,
    file: Annotated[Path | None, typer.Argument(help="Where to write it; without, it is printed.")] = None,
    payload: Annotated[bool, typer.Option("--payload", help="Enclose what the event said.")] = False,
) -> None:
    """Hand out the proof that an event stands in the ledger."""
    with host(Settings()) as ctx:
        proof = str(service.prove(ctx, event_id, with_payload=payload))
    _hand_out(proof, file)


def _hand_out(text: str, file: Path | None) -> None:
    if file is None:
        out.print(text, markup=False, end="")
    else:
        file.write_text(text, encoding="utf-8")
        out.print(f"{file}", markup=False)


def erase(event_id: UUID, order: Annotated[str, typer.Option(help="Reference of the order.", prompt=True)]) -> None:
    """Erase what one event said, by order; the event and every hash stay."""
    with host(Settings()) as ctx:
        service.erase_payload(ctx, event_id, order)
    out.print("已抹除 erased")
