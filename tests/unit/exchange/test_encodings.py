"""Encodings: found where they can be, named where they cannot, and never turned into other words."""

from pathlib import Path

import pytest

from api.core.errors import Refused
from api.exchange.reading import Asked, Found, limits, look
from api.exchange.reading.encodings import reads_like_chinese
from tests.tables import read_all, written

# The eight names of townships that GBK cannot write.
RARE = ("湖㳇镇", "流云㘭镇", "麦㙦镇", "㮾梨街道", "塘㙍镇", "䢺江镇", "桴㯊镇", "㵲水街道")
CHINESE = "标识码,名称,负责人\n2134000001,第一中心小学食堂,张建国\n2134000002,城关镇实验幼儿园,欧阳嘉怡\n"
TRADITIONAL = (
    "代碼,學校名稱,地址\n013601,市立板橋國小,新北市板橋區文化路一段二十三號\n014601,市立新莊國小,新北市新莊區中正路\n"
)
WESTERN = (
    "code,name\n2134000001,Café Élysée\n2134000002,Señor Müller déjà là\n2134000003,Straße nach Köln über Zürich\n"
)
KOREAN = "코드,이름,주소\n2134000001,서울초등학교 급식실,서울특별시 강남구 테헤란로 백이십삼번지\n" * 3


def refusal(path: Path, asked: Asked | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        read_all(path, asked=asked)
    return caught.value


class TestFinding:
    @pytest.mark.parametrize(
        ("codec", "name", "found"),
        [
            ("utf-8", "utf-8", Found.STRICT),
            ("utf-8-sig", "utf-8", Found.MARK),
            ("gb18030", "gb18030", Found.STRICT),
            ("gbk", "gb18030", Found.STRICT),
            ("utf-16", "utf-16", Found.MARK),
        ],
    )
    def test_reads_what_counties_send(self, tmp_path: Path, codec: str, name: str, found: Found) -> None:
        path = written(tmp_path, CHINESE.encode(codec))
        seen = look(path, Asked())
        assert (seen.encoding, seen.found, seen.encoding_doubted) == (name, found, False)
        assert read_all(path).column("name") == ["第一中心小学食堂", "城关镇实验幼儿园"]

    def test_reads_the_names_that_gbk_lacks(self, tmp_path: Path) -> None:
        text = "标识码,名称\n" + "".join(f"21340000{place:02d},{name}\n" for place, name in enumerate(RARE))
        assert tuple(read_all(written(tmp_path, text.encode("gb18030"))).column("name")) == RARE

    def test_reads_on_to_the_first_character_that_tells(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "CHUNK", 1000)
        plain = "code,name\n" + "".join(f"21{place:08d},plain\n" for place in range(500))
        path = written(tmp_path, (plain + "2134000001,第一中心小学\n").encode("gb18030"))
        assert look(path, Asked()).encoding == "gb18030"
        assert read_all(path).column("name")[-1] == "第一中心小学"

    def test_is_told_by_the_caller(self, tmp_path: Path) -> None:
        path = written(tmp_path, TRADITIONAL.encode("big5"))
        assert look(path, Asked(encoding="big5")).sample[0][1] == "市立板橋國小"
        western = written(tmp_path, WESTERN.encode("cp1252"))
        assert look(western, Asked(encoding="Windows-1252")).sample[1][1] == "Señor Müller déjà là"
        wrong = refusal(western, Asked(encoding="klingon"))
        assert (wrong.spec.code, "gb18030" in wrong.params["allowed"]) == ("import.file.encoding_name", True)


class TestDoubt:
    @pytest.mark.parametrize(
        "content",
        [
            TRADITIONAL.encode("big5"),
            KOREAN.encode("euc-kr"),
            "code,name\n1,Drôle d'été\n2,Bébé à l'âge\n".encode("cp1252"),
            "code,name\n1,日本語の学校です\n2,ひらがなとカタカナ\n".encode("euc-jp"),
        ],
    )
    def test_text_that_only_happens_to_fit_is_never_read_in_silence(self, tmp_path: Path, content: bytes) -> None:
        path = written(tmp_path, content)
        refused = refusal(path)
        assert refused.spec.code in ("import.file.encoding_unknown", "import.file.encoding_doubted")
        if refused.spec.code.endswith("doubted"):
            assert look(path, Asked()).encoding_doubted

    def test_is_lifted_by_a_person_who_names_the_encoding(self, tmp_path: Path) -> None:
        path = written(tmp_path, "标识码,名称\n2134000001,喆燚堃\n".encode("gb18030"))
        assert read_all(path, asked=Asked(encoding="gb18030")).column("name") == ["喆燚堃"]

    @pytest.mark.parametrize(
        "text",
        [
            "学校名称、地址、联系电话",
            "教师姓名 欧阳娜娜 司马懿 诸葛亮 尉迟恭 慕容复 上官婉儿 皇甫嵩 令狐冲 端木赐 澹台灭明",
            "鞍山市铁东区湖南街道 盱眙县 涪陵区 亳州市谯城区 濮阳县 莒县 郯城县 邛崃市 儋州市 婺源县",
            "（一）“三重一大”——《中小学校财务制度》；附件①",
            "食",
        ],
    )
    def test_is_not_cast_on_chinese(self, text: str) -> None:
        assert reads_like_chinese(text.encode("gb18030").decode("gb18030"))


class TestRefusing:
    def test_names_line_and_byte(self, tmp_path: Path) -> None:
        content = CHINESE.encode()
        at = content.index("食".encode())
        path = written(tmp_path, content[:at] + b"\xff" + content[at:])
        refused = refusal(path)
        assert (refused.spec.code, refused.params) == (
            "import.file.encoding",
            {"encoding": "UTF-8", "row": 2, "offset": at},
        )

    def test_names_them_deep_in_the_file_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "CHUNK", 1000)
        monkeypatch.setattr(limits, "LOOKED_AT", 1000)
        lines = ["标识码,名称", *(f"21{place:08d},第一中心小学" for place in range(900))]
        content = "\n".join(lines).encode("gb18030") + b"\n2134000001,\xff\xff\n"
        refused = refusal(written(tmp_path, content))
        assert refused.params == {"encoding": "GB18030", "row": 902, "offset": content.index(b"\xff")}

    def test_does_not_take_broken_utf_8_for_gb18030(self, tmp_path: Path) -> None:
        # Every pair of bytes here has a meaning in GB18030 (锟斤拷 and the like).
        content = "名称\n学校学校\n".encode().replace("学".encode(), b"\xe5\xad", 1)
        assert refusal(written(tmp_path, content)).params["encoding"] == "UTF-8"

    def test_names_what_has_no_mark(self, tmp_path: Path) -> None:
        for codec in ("utf-16-le", "utf-16-be"):
            for text in (CHINESE, "code,name\n1,a\n"):
                refused = refusal(written(tmp_path, text.encode(codec)))
                assert refused.spec.code == "import.file.encoding_unknown"

    def test_names_half_a_character_at_the_end(self, tmp_path: Path) -> None:
        refused = refusal(written(tmp_path, CHINESE.encode("utf-16")[:-1]))
        assert (refused.spec.code, refused.params["encoding"]) == ("import.file.encoding", "UTF-16")
