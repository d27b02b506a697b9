"""What people do with imports."""

from api.exchange.imports.service.descriptors import change_import, create_import, new_import, refuse_type
from api.exchange.imports.service.parts import Expected, Part, Run, expect_part, keep_part, put_part, run_import
from api.exchange.imports.service.steps import apply, cancel, retry, roll_back, start, start_report

__all__ = [
    "Expected",
    "Part",
    "Run",
    "apply",
    "cancel",
    "change_import",
    "create_import",
    "expect_part",
    "keep_part",
    "new_import",
    "put_part",
    "refuse_type",
    "retry",
    "roll_back",
    "run_import",
    "start",
    "start_report",
]
