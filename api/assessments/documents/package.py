"""The package of a campaign (归档包): records, frozen outcomes, tables and a report in a ZIP that vouches for itself."""

import io
from collections.abc import Callable, Mapping
from typing import IO, Any

from api.assessments.documents.campaign_table import campaign_tables
from api.assessments.documents.county_report import county_report
from api.assessments.documents.gathered import About, CampaignFacts
from api.core.documents import Bundle, write_book, write_docx

SCHEMA = 1
NOTE = """\
清廉学校评价归档包
================

manifest.json   每个文件的名称、大小和 SHA-256。
SHA256SUMS      同样的校验值，可用  sha256sum --check SHA256SUMS  核对（Linux、macOS；Windows 可用 certutil -hashfile）。
outcomes/       每所学校冻结的评价结果：规范化 JSON（RFC 8785）。文件的 SHA-256 就是结果的校验码（document_hash），
                也印在学校评价报告每页的页脚；由文件内的 sheet 和 framework.json 可以重新算出每个分数。
framework.json  评价所依据的指标体系，SHA-256 即其 content_hash。
scores.ndjson   各轮次每一项的得分，每行一条；最后一行给出行数和校验值。
evidence.ndjson 佐证材料目录：材料、期间、审核状态、文件的 SHA-256；不含文件本身。
tables/         评分总表（XLSX）和总结报告（DOCX）。

Archive of an assessment campaign: manifest.json and SHA256SUMS hold the hash of every file (check with
`sha256sum --check SHA256SUMS`). The hash of a file in outcomes/ is the document_hash of that outcome, which is printed on
every page of the school's report; its sheet and framework.json recompute every value.
"""


def pack(
    about: About, facts: CampaignFacts, add_records: Callable[[Bundle], None], more: Mapping[str, Any]
) -> IO[bytes]:
    """The package; `add_records` puts the records in, which are too many to be held. `more` goes into the manifest."""
    bundle = Bundle()
    try:
        bundle.add("README.txt", io.BytesIO(NOTE.encode()))
        add_records(bundle)
        book = write_book(campaign_tables(about, facts), author=about.bureau, as_of=about.as_of)
        bundle.add("tables/scores.xlsx", book)
        bundle.add("tables/report.docx", write_docx(county_report(about, facts)))
        file, _ = bundle.finish({"schema": SCHEMA, "kind": "assessment_campaign", **_told(about), **more})
    except BaseException:
        bundle.close()
        raise
    return file


def _told(about: About) -> dict[str, Any]:
    return {
        "code": about.code,
        "title": about.title,
        "cycle": about.cycle,
        "bureau": about.bureau,
        "state": about.state.value,
        "as_of": about.as_of.isoformat(),
    }
