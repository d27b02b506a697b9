"""What looks like personal data, and what does not. Every number here is made up; the check digits are right."""

import pytest

from api.disclosures.rules import Content, FindingKind, NoticeTable, find_in, find_personal, mask_content
from api.disclosures.rules.personal import is_identity, luhn_holds

K = FindingKind


def kinds(text: str) -> list[tuple[FindingKind, str]]:
    """What is found, with the characters that it covers."""
    return [(finding.kind, text[finding.start : finding.end]) for finding in find_in("/title", text)]


class TestIdentityNumbers:
    @pytest.mark.parametrize(
        "number",
        ["11010519491231002X", "440524188001010014", "110105194912310037", "110101199003074530", "34010420100229123X"],
    )
    def test_the_check_character_decides(self, number: str) -> None:
        right = {"11010519491231002X", "110101199003074530"}
        assert is_identity(number) is (number in right)

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("身份证11010519491231002X。", "11010519491231002X"),
            ("11010519491231002x", "11010519491231002x"),
            ("110105 19491231 002X", "110105 19491231 002X"),
            ("１１０１０５１９４９１２３１００２Ｘ", "１１０１０５１９４９１２３１００２Ｘ"),
            ("证号110105491231002", "110105491231002"),  # 15 digits
            ("身份证号：110105194912310021", "110105194912310021"),  # mistyped, but called one
            ("学籍号G110105194912310021", "G110105194912310021"),
        ],
    )
    def test_they_are_found_however_they_are_written(self, text: str, found: str) -> None:
        assert kinds(text) == [(K.IDENTITY_NUMBER, found)]

    @pytest.mark.parametrize(
        "text",
        [
            "项目编号202611200000123456",
            "统一社会信用代码12341024MB0X123456",
            "合同编号 341024202611200018",
            "第110105195013310028号",  # month 13
            "11*************02X",
        ],
    )
    def test_other_long_numbers_are_not(self, text: str) -> None:
        assert K.IDENTITY_NUMBER not in {kind for kind, _ in kinds(text)}


class TestTelephones:
    @pytest.mark.parametrize(
        "text",
        [
            "13812345678",
            "138 1234 5678",
            "138-1234-5678",
            "+86 13812345678",
            "８６－１３８１２３４５６７８",
            "电话13812345678",
        ],
    )
    def test_mobile_numbers_are_found(self, text: str) -> None:
        assert [kind for kind, _ in kinds(text)] == [K.MOBILE]

    @pytest.mark.parametrize(
        "text",
        ["0559-2512345", "（0559）2512345", "0559 2512345", "010-62345678-801", "05592512345", "监督电话：2512345"],
    )
    def test_landlines_are_found(self, text: str) -> None:
        assert [kind for kind, _ in kinds(text)] == [K.LANDLINE]

    @pytest.mark.parametrize(
        "text",
        [
            "12388",
            "12345热线",
            "金额138123456.78元",
            "2026-11-20至2026-11-27",
            "12812345678",
            "共13812345678901件",
            "电话12345",
        ],
    )
    def test_other_numbers_are_not(self, text: str) -> None:
        assert kinds(text) == []


class TestBankCards:
    def test_luhns_check(self) -> None:
        assert luhn_holds("6222021234567890127") is False
        assert luhn_holds("4111111111111111") is True
        assert luhn_holds("6222600260001072444") is True

    @pytest.mark.parametrize("text", ["6222600260001072444", "4111 1111 1111 1111", "4111-1111-1111-1111"])
    def test_cards_are_found(self, text: str) -> None:
        assert kinds(text) == [(K.BANK_CARD, text)]

    @pytest.mark.parametrize("text", ["开户账号：34050123456789", "银行卡号 6222 0212 3456 7890 123"])
    def test_what_is_called_an_account_is_one(self, text: str) -> None:
        assert [kind for kind, _ in kinds(text)] == [K.BANK_CARD]

    @pytest.mark.parametrize("text", ["4111111111111112", "2026112020261127", "合同金额 4111111111111111.00"])
    def test_other_numbers_are_not(self, text: str) -> None:
        assert kinds(text) == []


class TestEmailsAndAddresses:
    @pytest.mark.parametrize(
        "text", ["he.guifang@example.cn", "信箱 a_b+c@mail.example.com.cn。", "ｈｅ＠ｅｘａｍｐｌｅ．ｃｎ"]
    )
    def test_emails_are_found(self, text: str) -> None:
        assert [kind for kind, _ in kinds(text)] == [K.EMAIL]

    @pytest.mark.parametrize(
        "text",
        [
            "锦岚县梅岭镇上坪村三组12号",
            "城关路18号",
            "和平小区5栋2单元301室",
            "梅岭镇上坪村三组",
            "解放大道128号院3号楼",
        ],
    )
    def test_homes_are_found(self, text: str) -> None:
        assert [kind for kind, _ in kinds(text)] == [K.ADDRESS]

    @pytest.mark.parametrize(
        "text",
        ["梅岭镇中心小学", "锦岚县教育局", "第3号文件", "三年级2班", "道路交通安全", "上坪村小学一年级", "一路同行"],
    )
    def test_places_without_a_house_are_not(self, text: str) -> None:
        assert kinds(text) == []


class TestPupils:
    @pytest.mark.parametrize(
        "text", ["三年级2班王小明同学", "受助学生：李晓。", "欧阳小北小朋友", "学生姓名：赵一一，女"]
    )
    def test_a_name_that_is_called_a_pupils_is_found(self, text: str) -> None:
        assert [kind for kind, _ in kinds(text)] == [K.MINOR_NAME]

    @pytest.mark.parametrize(
        "text", ["全体同学", "各位同学", "高年级同学", "高中学生", "学生安全", "何桂芳老师", "王*明同学"]
    )
    def test_other_words_are_not(self, text: str) -> None:
        assert kinds(text) == []

    def listed(self, *columns: str, minors: bool, rows: tuple[tuple[str, ...], ...]) -> list[tuple[FindingKind, str]]:
        content = Content("公示", (), NoticeTable(columns, rows))
        return [(finding.kind, finding.place) for finding in find_personal(content, minors=minors)]

    def test_a_list_of_pupils_names_them_by_its_column(self) -> None:
        rows = (("王小明", "200"), ("李**", "200"), ("买买提·艾力", "200"), ("合计", "600"))
        expected = [(K.MINOR_NAME, "/table/rows/0/0"), (K.MINOR_NAME, "/table/rows/2/0")]
        assert self.listed("学生姓名", "金额", minors=False, rows=rows) == expected
        assert self.listed("姓名", "金额", minors=True, rows=rows) == expected

    def test_a_list_of_teachers_may_name_them(self) -> None:
        assert self.listed("姓名", "学科", minors=False, rows=(("何桂芳", "语文"),)) == []

    def test_why_somebody_is_in_need_is_nobodys_business(self) -> None:
        found = self.listed("姓名", "困难类型", minors=True, rows=(("王**", "低保"),))
        assert found == [(K.AID_REASON, "/table/columns/1")]
        assert self.listed("项目", "困难类型", minors=False, rows=()) == []


class TestFindings:
    def test_each_has_its_place_and_a_mask(self) -> None:
        content = Content(
            "公示", ("联系人13812345678", "无"), NoticeTable(("姓名", "电话"), (("何桂芳", "0559-2512345"),))
        )
        found = find_personal(content)
        assert [(one.place, one.start, one.end, one.mask) for one in found] == [
            ("/paragraphs/0", 3, 14, "138******78"),
            ("/table/rows/0/1", 0, 12, "*********45"),
        ]
        assert found[0].key == "/paragraphs/0:3-14:mobile"

    def test_what_one_rule_took_is_not_told_by_another(self) -> None:
        assert [kind for kind, _ in kinds("卡号4111111111111111")] == [K.BANK_CARD]
        assert [kind for kind, _ in kinds("身份证11010519491231002X，卡号6222600260001072444")] == [
            K.IDENTITY_NUMBER,
            K.BANK_CARD,
        ]

    def test_masks_keep_what_is_needed_to_recognize_oneself(self) -> None:
        masks = {
            "11010519491231002X": "11**************2X",
            "6222600260001072444": "***************2444",
            "he.guifang@example.cn": "h***@example.cn",
            "锦岚县梅岭镇上坪村三组12号": "锦岚县梅岭镇***",
            "和平小区5栋301室": "***",
        }
        for text, mask in masks.items():
            (finding,) = find_in("/title", text)
            assert finding.mask == mask

    def test_masking_leaves_nothing_to_find(self) -> None:
        content = Content(
            "王小明同学的公示",
            ("身份证11010519491231002X电话13812345678，住城关路18号", "信箱a@example.cn"),
            NoticeTable(("学生姓名", "卡号"), (("欧阳小北", "6222600260001072444"),)),
        )
        masked = mask_content(content, find_personal(content))
        assert find_personal(masked) == []
        assert masked.title == "王**同学的公示"
        assert masked.table is not None
        assert masked.table.rows == (("欧阳**", "***************2444"),)

    def test_no_program_looks_into_an_attachment(self) -> None:
        (name, inside) = find_personal(Content("公示"), ["13812345678.pdf"])
        assert (name.kind, name.place) == (K.MOBILE, "/file_ids/0/name")
        assert (inside.kind, inside.place, inside.mask) == (K.ATTACHMENT, "/file_ids/0", None)

    def test_a_long_list_is_looked_through_in_little_time(self) -> None:
        rows = tuple((f"锦岚县第{number}小学", "88.50", "优秀") for number in range(2_500))
        assert find_personal(Content("公示", (), NoticeTable(("学校", "得分", "等次"), rows))) == []
