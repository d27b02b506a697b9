"""Every real file is read to its last row; each fault that they taught has a small fixture in the tests beside this one."""

import gzip
import os
import tarfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from api.core.errors import Refused
from api.core.intake import CellKind, Field, RowSpec
from api.exchange.reading import Asked, MappingIn, look
from tests.tables import Table, read_all, take_none, written

DATA = Path(os.environ.get("QINGLIAN_TEST_DATA", "../shared/data"))
OXFORD = {
    "apr-jun-2015": 3993,
    "apr-jun-2016": 3335,
    "apr-jun-2017": 4052,
    "jan-mar-2014": 3860,
    "jan-mar-2015": 3864,
    "jan-mar-2016": 3908,
    "jan-mar-2017": 3913,
    "jan-mar-2018": 1220,
    "jul-sep-2014": 3649,
    "jul-sep-2016": 3581,
    "oct-dec-2014": 3978,
    "oct-dec-2015": 3918,
    "oct-dec-2017": 3855,
}
# Names in which an earlier export has left a � that nobody can put right any more.
DAMAGED = {"jan-mar-2015": 1, "jan-mar-2016": 2, "oct-dec-2017": 1}
# File, member of an archive, rows, columns.
FILES = (
    ("real/dh-spend-over-25k-2011-09.csv", None, 189, 8),
    ("real/england-ks4-school-info-2023-24.csv.gz", None, 5709, 60),
    ("real/gla-spend-2008-2013.csv.gz", None, 28_145, 9),
    ("real/nyc311-2024-04-16-1000.csv.gz", None, 1000, 41),
    ("real/nyc-school-survey-2013.tar.xz", "nyc-school-survey/parent_2013.csv", 1774, 194),
    ("real/nyc-school-survey-2013.tar.xz", "nyc-school-survey/student_2013.csv", 1774, 187),
    ("real/nyc-school-survey-2013.tar.xz", "nyc-school-survey/total_2013.csv", 1774, 10),
    ("real/taiwan-moe-schools-113-114.tar.xz", "taiwan-moe/114_basec.csv", 2663, 30),
    ("real/taiwan-moe-schools-113-114.tar.xz", "taiwan-moe/e1_new.csv", 2608, 8),
    ("real/taiwan-moe-schools-113-114.tar.xz", "taiwan-moe/k1_new.csv", 6813, 8),
    ("real/uk-contracts-finder-ocds-201.json.gz", None, 201, 38),
    ("registry/california-api-1999-2000.csv.gz", None, 6194, 37),
    ("registry/cn-divisions-county.csv", None, 3212, 5),
    ("registry/cn-townships-2023.csv.gz", None, 41_352, 5),
    ("registry/lk-schools.json.gz", None, 10_083, 10),
)
PAYMENT = RowSpec(
    name="payment",
    object_type="payment",
    title=("付款", "Payments"),
    fields=(
        Field("supplier", ("供应商", "Supplier"), aliases=("Vendor", "supplier name", "Suppliers Name")),
        Field("paid_on", ("付款日期", "Paid date"), CellKind.DATE, aliases=("Payment date", "Date of payment", "Date")),
        Field("amount", ("金额", "Amount"), CellKind.DECIMAL, aliases=("Amount in Sterling", "Net amount"), places=2),
    ),
    keys=("id",),
    permission="school.update",
    take=take_none,
)
PLACE = RowSpec(
    name="place",
    object_type="place",
    title=("地方", "Places"),
    fields=(
        Field("code", ("代码", "Code"), CellKind.CODE, aliases=("代碼",), pattern=r"[0-9A-Z]{6}(-\d\d)?|\d{9}"),
        Field("name", ("名称", "Name"), aliases=("學校名稱",)),
        Field("county", ("县", "County"), CellKind.TEXT, aliases=("縣市名稱",)),
    ),
    keys=("code",),
    permission="school.update",
    take=take_none,
)


def real(name: str, member: str | None, folder: Path) -> Path:
    """The file, unpacked if it is a member of an archive; otherwise the test says why it does not run."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no real file to read: {path} is absent (set QINGLIAN_TEST_DATA)")
    if member is None:
        return path
    with tarfile.open(path) as archive:
        archive.extract(member, folder, filter="data")
    return folder / member


def read_as(spec: RowSpec, path: Path) -> Table:
    return read_all(path, spec=spec)


class TestEveryFile:
    @pytest.mark.parametrize(
        ("name", "member", "rows", "columns"), FILES, ids=lambda value: str(value).rpartition("/")[2]
    )
    def test_is_read_to_its_last_row(
        self, tmp_path: Path, name: str, member: str | None, rows: int, columns: int
    ) -> None:
        path = real(name, member, tmp_path)
        seen = look(path, Asked())
        assert (len(seen.headers), seen.encoding, seen.encoding_doubted) == (columns, "utf-8", False)
        table = read_as(PLACE, path)
        assert table.seen + table.skipped == rows

    @pytest.mark.parametrize("quarter", sorted(OXFORD))
    def test_of_payments_is_mapped_by_its_own_headings(self, tmp_path: Path, quarter: str) -> None:
        member = f"oxford-spend/expenditure-over-500-{quarter}.csv"
        table = read_as(PAYMENT, real("real/oxford-spend-13-quarters.tar.xz", member, tmp_path))
        damaged = {"import.cell.damaged_text": DAMAGED[quarter]} if quarter in DAMAGED else {}
        assert (table.seen, _by_code(table)) == (OXFORD[quarter], damaged)
        blank = sum(amount is None for amount in table.column("amount"))
        assert blank == (1 if quarter == "jan-mar-2014" else 0)

    def test_that_is_no_table_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match=r"import\.file\.too_many_columns"):
            look(real("registry/chinese-days.json", None, tmp_path), Asked())


def _by_code(table: Table) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for fault in table.faults:
        counts[fault["code"]] = counts.get(fault["code"], 0) + 1
    return counts


class TestContent:
    def test_payments_add_up_to_the_penny(self, tmp_path: Path) -> None:
        member = "oxford-spend/expenditure-over-500-jan-mar-2016.csv"
        path = real("real/oxford-spend-13-quarters.tar.xz", member, tmp_path)
        columns = [{"from": "amount", "to": "amount"}, {"from": "paid_date", "to": "paid_on", "date": "%d/%m/%Y"}]
        table = read_all(path, MappingIn.model_validate({"type": "payment", "columns": columns}), spec=PAYMENT)
        assert sum(map(Decimal, table.column("amount"))) == Decimal("12705491.15")
        assert (len(table.rows), min(table.column("paid_on")) >= "2016-01-01") == (3908, True)

    def test_english_dates_and_padded_amounts_are_read(self, tmp_path: Path) -> None:
        table = read_as(PAYMENT, real("real/dh-spend-over-25k-2011-09.csv", None, tmp_path))
        assert table.found == []
        assert (table.rows[0]["paid_on"], table.rows[0]["amount"]) == ("2011-09-23", "27275.25")

    def test_rows_with_line_ends_in_them_keep_their_lines(self, tmp_path: Path) -> None:
        path = real("real/nyc311-2024-04-16-1000.csv.gz", None, tmp_path)
        lines = [row["row"] for row in read_as(PLACE, path).rows]
        text = gzip.decompress(path.read_bytes()).decode().splitlines()
        assert len(lines) == 1000
        assert lines == sorted(set(lines))
        assert lines[-1] <= len(text)
        assert lines[-1] > 1900

    def test_townships_survive_gb18030_with_the_names_that_gbk_lacks(self, tmp_path: Path) -> None:
        path = real("registry/cn-townships-2023.csv.gz", None, tmp_path)
        text = gzip.decompress(path.read_bytes()).decode()
        sent = written(tmp_path, text.encode("gb18030"), "gb18030.csv")
        assert look(sent, Asked()).encoding == "gb18030"
        ours = read_as(PLACE, sent)
        assert ours.column("name") == read_as(PLACE, path).column("name")
        assert {"湖㳇镇", "流波䃥镇", "麦㙦镇", "㮾梨街道", "塘㙍镇", "䢺江镇", "桴㯊镇", "㵲水街道"} <= set(
            ours.column("name")
        )

    def test_codes_inside_cells_are_split_off(self, tmp_path: Path) -> None:
        member = "taiwan-moe/e1_new.csv"
        table = read_as(PLACE, real("real/taiwan-moe-schools-113-114.tar.xz", member, tmp_path))
        counties = set(table.column("county"))
        assert (table.found, {"新北市", "臺北市"} <= counties) == ([], True)
        assert not any("[" in county for county in counties)

    @pytest.mark.parametrize(("file", "rows", "names"), [("e1_new", 2608, 2146), ("k1_new", 6813, 6813)])
    def test_codes_tell_schools_of_one_name_apart(self, tmp_path: Path, file: str, rows: int, names: int) -> None:
        member = f"taiwan-moe/{file}.csv"
        table = read_as(PLACE, real("real/taiwan-moe-schools-113-114.tar.xz", member, tmp_path))
        assert (table.found, len(set(table.column("code")))) == ([], rows)
        assert len(set(table.column("name"))) == names
