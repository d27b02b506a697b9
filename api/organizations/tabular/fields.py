"""Fields that rows of every kind of unit have."""

from api.core.intake import CellKind, Field

PLAIN = r"[^\x00-\x1f\x7f]*"

EXTERNAL_IDS = Field(
    "external_ids",
    ("其他系统编号", "Ids in other systems"),
    CellKind.LIST,
    longest=141,
    example="lk.census:15111",
    note=("写成“系统:编号”。", "Written system:value."),
)
EXTERNAL_ID = Field(
    "external_id",
    ("外部编号", "External id"),
    CellKind.CODE,
    ("系统编号", "Census no", "URN"),
    longest=100,
    pattern=PLAIN,
    note=("按“ext:系统名”对应时的编号。", "The id by which rows are matched with the scheme ext:<system>."),
)
ID = Field("id", ("编号", "Id"), CellKind.CODE, longest=36, note=("本系统的编号。", "The id of this system."))
