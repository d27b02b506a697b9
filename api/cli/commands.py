"""All commands of `qinglian`."""

from api.cli.loading import group

app = group(
    {
        "serve": "api.cli.serving:serve",
        "worker": "api.cli.running:worker",
        "migrate": "api.cli.running:migrate",
        "demo": "api.cli.running:demo",
        "backup": "api.cli.backup:backup",
        "restore": "api.cli.backup:restore",
        "push": "api.cli.push:push",
        "openapi": "api.cli.contract:openapi",
        "access-matrix": "api.cli.contract:access_matrix",
        "state-tables": "api.cli.contract:state_tables",
        "check-rules": "api.cli.contract:check_rules",
        "admin": "api.cli.admin:admin",
        "ledger": "api.cli.ledger:ledger",
        "keys": "api.cli.keys:keys",
        "intake": "api.cli.intake:intake",
        "rollups": "api.cli.rollups:rollups",
    },
    "清廉校园 Qinglian",
)
