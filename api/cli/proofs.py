"""`qinglian ledger verify-proof`: a proof is checked where there is neither database nor settings."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import out
from api.ledger.rules import Disproved
from api.ledger.rules.notes import BadNote, Key
from api.ledger.rules.proofs import checked

_REASONS = {
    "form": ("不是证明文件，或出自更新的版本", "not a proof, or one of a newer version"),
    "key": ("证明出自另一套系统，不是这把公钥的", "the proof is of another installation than this key"),
    "signature": ("树头的签名不成立", "the signature of the head does not hold"),
    "leaf": ("记录与树头不符", "the entry does not lead to the head"),
    "payload": ("所附内容与记录的承诺不符", "the enclosed payload is not what the entry commits to"),
}


def verify_proof(
    file: Path, key: Annotated[str, typer.Option(help="The verifier key, or a file that holds it.")]
) -> None:
    """Check a proof offline: no database, no settings; exit 1 when it does not hold."""
    try:
        trusted = Key.parse(Path(key).read_text(encoding="utf-8") if Path(key).is_file() else key)
        proved = checked(file.read_text(encoding="utf-8"), trusted)
    except BadNote as error:
        out.print(f"公钥有误 {error}", markup=False)
        raise typer.Exit(2) from error
    except Disproved as error:
        zh, en = _REASONS[error.reason]
        out.print(f"证明不成立：{zh} disproved: {en}", markup=False)
        raise typer.Exit(1) from error
    out.print(f"证明成立 proved: {proved.head.origin} {proved.index} / {proved.head.size}", markup=False)
    for name, value in proved.event.items():
        out.print(f"  {name}: {value}", markup=False)
    for change in (proved.document or {}).get("changes", ()):
        out.print(f"  {change['field']}: {change['before']} → {change['after']}", markup=False)
