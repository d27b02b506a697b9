"""`qinglian ledger`: what an operator, an auditor or an outsider does with the ledger."""

from api.cli.loading import group

ledger = group(
    {
        "verify": "api.cli.records:verify",
        "export-head": "api.cli.records:export_head",
        "key": "api.cli.records:key",
        "prove": "api.cli.records:prove",
        "verify-proof": "api.cli.proofs:verify_proof",
        "erase": "api.cli.records:erase",
    },
    "The ledger.",
)
