"""User names, the policy of passwords, their hashing."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.accounts import errors, passwords
from api.accounts.rules import (
    LONGEST_PASSWORD,
    password_faults,
    place_stem,
    strength,
    username_faults,
    username_of,
)
from api.core.errors import ErrorSpec


def faults(password: str, username: str = "zhongyi") -> list[ErrorSpec]:
    return [fault.spec for fault in password_faults(password, username)]


class TestUsername:
    @pytest.mark.parametrize("username", ["abc", "zhongyi", "zhong.yi", "school_supervisor", "a-1", "a" * 32])
    def test_letters_digits_and_three_signs(self, username: str) -> None:
        assert username_faults(username) == []

    @pytest.mark.parametrize(
        "username",
        ["", "ab", "a" * 33, "钟毅", "13800138000", "99012419800101001x", "zhong yi", "zhongyi\n", "Zhongyi", "_abc"],
    )
    def test_anything_else_is_refused(self, username: str) -> None:
        assert [(fault.spec, fault.pointer) for fault in username_faults(username)] == [
            (errors.USERNAME_BAD, "/username")
        ]

    def test_case_and_blanks_around_do_not_matter(self) -> None:
        assert username_of("  ZhongYi ") == "zhongyi"


class TestPolicy:
    @pytest.mark.parametrize(
        "password",
        [
            "correct horse battery",
            "清廉校园从我做起每一天才行",  # Chinese characters count like any others
            "三月-Spring-27",
            "nrqxotjmzeba",  # no digits, no capitals, no signs
            "94 71 60 35 82",
        ],
    )
    def test_length_is_enough_whatever_it_is_made_of(self, password: str) -> None:
        assert faults(password) == []

    @pytest.mark.parametrize("password", ["", "Xk9-Lm2", "xkqzwlmq", "Xk9wLmq2", "xkqzwlmqpvb", "Xk9-wLmq+27"])
    def test_short_ones_are_refused_even_when_they_are_mixed(self, password: str) -> None:
        assert errors.PASSWORD_SHORT in faults(password)

    @pytest.mark.parametrize("password", ["zhongyi-2026-spring", "My-ZhongYi-Secret", "xx zhongyi xx yy"])
    def test_the_user_name_must_not_be_in_it(self, password: str) -> None:
        assert errors.PASSWORD_HAS_NAME in faults(password)

    @pytest.mark.parametrize("password", ["锦岚的春天来得真是早啊", "kx9-JinLan-mq7-ww", "钟毅最喜欢的一首老歌"])
    def test_nor_the_person_nor_the_unit_in_characters_or_pinyin(self, password: str) -> None:
        names = {"钟毅", "锦岚", "jinlan", "zhongyi"}
        assert errors.PASSWORD_HAS_NAME in [fault.spec for fault in password_faults(password, "zy01", names)]

    def test_a_short_pinyin_name_is_in_many_a_good_password_by_chance(self) -> None:
        assert password_faults("libnrqxotjmzeb", "zy01", {"li"}) == []

    @pytest.mark.parametrize(
        "password",
        ["Password1234!", "qwertyuiop2026", "P@ssw0rd2026", "Admin@123456", "Qinglian@2026", "1234567890123",
         "aaaaaaaaaaaa", "abababababab", "!!123456789!!", "1qaz2wsx1234", "Jiaoyuju2026!", "woaini5201314",
         "woaini1314520", "Zhangwei19850312", "abcdefghijkl", "Laoshi@20260901", "5201314woaini", "我爱你5201314888",
         "Mima123456789", "qq123456789qq", "beijing2008!!", "xkwxkwxkwxkw", "1qaz@WSX3edc", "清廉校园2026!!!"],
    )  # fmt: skip
    def test_what_everyone_tries_first_is_refused(self, password: str) -> None:
        assert errors.PASSWORD_WEAK in faults(password)

    def test_all_faults_are_told_at_once_at_the_field(self) -> None:
        found = password_faults("zhongyi", "zhongyi")
        assert {fault.spec for fault in found} == {
            errors.PASSWORD_SHORT,
            errors.PASSWORD_HAS_NAME,
            errors.PASSWORD_WEAK,
        }
        assert {fault.pointer for fault in found} == {"/new_password"}

    @given(st.text(max_size=LONGEST_PASSWORD))
    def test_any_text_gets_an_answer(self, password: str) -> None:
        assert isinstance(faults(password), list)
        assert 0 <= strength(password) <= 2 * len(password)

    @pytest.mark.parametrize(
        ("unit", "stem"),
        [
            ("锦岚县教育局", "锦岚"),
            ("锦岚县", "锦岚"),
            ("梅岭学区", "梅岭"),
            ("锦岚县第一小学", "锦岚县第一"),
            ("教育股", "教育股"),
        ],
    )
    def test_people_call_a_unit_by_its_place(self, unit: str, stem: str) -> None:
        assert place_stem(unit) == stem


class TestInitialPassword:
    def test_it_passes_the_policy(self) -> None:
        assert faults(passwords.initial()) == []

    def test_no_two_are_alike(self) -> None:
        assert len({passwords.initial() for _ in range(1000)}) == 1000

    def test_it_has_no_letters_that_are_misread(self) -> None:
        assert not set("0o1li") & set(passwords.initial())


class TestHashing:
    def test_it_is_argon2id_with_19_mib_two_passes_and_one_lane(self) -> None:
        assert passwords.hashed("三月-Spring-27").startswith("$argon2id$v=19$m=19456,t=2,p=1$")

    def test_the_right_password_holds(self) -> None:
        assert passwords.holds("三月-Spring-27", passwords.hashed("三月-Spring-27"))

    def test_a_wrong_one_does_not(self) -> None:
        assert not passwords.holds("三月-Spring-28", passwords.hashed("三月-Spring-27"))

    def test_full_width_and_half_width_are_one_password(self) -> None:
        assert passwords.holds("Ｓｐｒｉｎｇ-27", passwords.hashed("Spring-27"))

    def test_nobodys_password_never_holds(self) -> None:
        assert not passwords.holds("三月-Spring-27", None)

    def test_an_unknown_account_costs_the_same_work(self) -> None:
        stored = passwords.hashed("三月-Spring-27")
        known = min(_seconds(stored) for _ in range(5))
        unknown = min(_seconds(None) for _ in range(5))
        assert 0.5 < unknown / known < 2

    def test_no_more_than_two_are_at_work_at_once(self) -> None:
        at_work: list[int] = []
        real = passwords._argon2

        class Watched:
            def __init__(self) -> None:
                self.now = 0
                self.lock = threading.Lock()

            def hash(self, _password: str) -> str:
                with self.lock:
                    self.now += 1
                    at_work.append(self.now)
                time.sleep(0.01)
                with self.lock:
                    self.now -= 1
                return ""

        passwords._argon2 = Watched()  # type: ignore[assignment]
        try:
            threads = [threading.Thread(target=passwords.hashed, args=("x",)) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            passwords._argon2 = real
        assert max(at_work) <= passwords.AT_ONCE


def _seconds(stored: str | None) -> float:
    """Of the processor, so that a busy machine does not matter."""
    start = time.thread_time()
    passwords.holds("wrong", stored)
    return time.thread_time() - start
