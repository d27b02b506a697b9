"""Receipts, padding, proof of work, public words, custody: rules that protect who reports."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.complaints.data.shipped import shipped
from api.complaints.rules import answers, custody, padding, privacy, proof_of_work, receipts, tries
from api.complaints.rules.custody import RequestState
from api.complaints.rules.proof_of_work import Terms
from api.complaints.rules.public_words import OF_STATE, TELLS_OUTCOME, WORDS, Word
from api.core.errors import Refused

NOW = datetime(2026, 11, 28, 15, 59, 59, tzinfo=UTC)
bodies = st.text(receipts.ALPHABET, min_size=16, max_size=16)


class TestReceipts:
    def test_a_new_one_holds_eighty_random_bits_and_fits_its_check(self) -> None:
        made = {receipts.new() for _ in range(200)}
        assert len(made) == 200
        assert all(len(receipt) == 17 and receipts.is_well_formed(receipt) for receipt in made)
        assert {character for receipt in made for character in receipt[:16]} == set(receipts.ALPHABET)

    def test_it_is_shown_in_groups_and_read_in_any_spelling(self) -> None:
        receipt = receipts.new()
        written = receipts.shown(receipt)
        assert re.fullmatch(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]", written)
        for typed in (written, written.lower(), written.replace("-", " "), f"\u3000{written}\n"):
            assert receipts.plain(typed) == receipt
        assert receipts.plain("ilo0-1") == "11001"

    @given(bodies, st.integers(0, 15), st.sampled_from(receipts.ALPHABET))
    def test_every_wrong_character_is_found(self, body: str, place: int, other: str) -> None:
        wrong = body[:place] + other + body[place + 1 :]
        assert (receipts.check_character(wrong) == receipts.check_character(body)) is (wrong == body)

    @given(bodies, st.integers(0, 15), st.integers(0, 15))
    def test_every_two_that_were_swapped_are_found(self, body: str, one: int, other: int) -> None:
        characters = list(body)
        characters[one], characters[other] = characters[other], characters[one]
        swapped = "".join(characters)
        assert (receipts.check_character(swapped) == receipts.check_character(body)) is (swapped == body)

    @pytest.mark.parametrize("typed", ["", "0", "U" * 17, "0" * 16 + "1", "0" * 18, "七" * 17])
    def test_what_is_none_is_told_apart(self, typed: str) -> None:
        assert not receipts.is_well_formed(receipts.plain(typed))


class TestPadding:
    @given(st.binary(max_size=5000))
    def test_what_was_filled_up_comes_out_again(self, content: bytes) -> None:
        assert padding.unpadded(padding.padded(content)) == content

    def test_a_line_and_a_page_are_of_one_size(self) -> None:
        assert {len(padding.padded(b"a" * size)) for size in range(1024)} == {1024}
        assert len(padding.padded(b"a" * 1024)) == 4096
        assert len(padding.padded(b"a" * padding.LONGEST_TEXT)) == 65_536

    @given(st.integers(65_537, 20 * 2**20))
    def test_a_file_grows_by_an_eighth_at_most(self, size: int) -> None:
        grown = padding.padded_size(size)
        assert size <= grown <= size * 1.12

    def test_files_share_few_sizes(self) -> None:
        megabyte = range(2**20, 2**21, 4096)
        assert len({padding.padded_size(size) for size in megabyte}) <= 33

    @pytest.mark.parametrize("content", [b"", b"\0\0", b"abc"])
    def test_what_was_not_filled_up_is_refused(self, content: bytes) -> None:
        with pytest.raises(ValueError, match="padded"):
            padding.unpadded(content)


class TestProofOfWork:
    def _solved(self, bits: int) -> str:
        numbers = (proof_of_work.worked("c", "key", str(number)) for number in range(2**20))
        return next(text for text in numbers if proof_of_work.leading_noughts(text) >= bits)

    def test_a_solved_challenge_passes_until_its_end(self) -> None:
        terms = Terms.read(Terms.of(NOW, 8).text)
        worked = self._solved(8)
        proof_of_work.refuse_unworked(terms, NOW + proof_of_work.LASTS, worked, 8)
        with pytest.raises(Refused, match="proof_late"):
            proof_of_work.refuse_unworked(terms, NOW + proof_of_work.LASTS + timedelta(seconds=2), worked, 8)

    def test_the_work_is_good_for_one_key(self) -> None:
        """The same nonce under another key has, but for one in many, not been worked for."""
        numbers = [number for number in range(20_000) if _noughts("key", number) >= 8]
        assert len([number for number in numbers if _noughts("other", number) >= 8]) < len(numbers) / 10

    @pytest.mark.parametrize("text", [None, "", "x", "12", "/", "12/x"])
    def test_what_is_no_challenge_is_refused(self, text: str | None) -> None:
        with pytest.raises(Refused, match="proof_wrong"):
            proof_of_work.refuse_unworked(Terms.read(text), NOW, self._solved(8), 8)

    def test_an_easier_challenge_than_is_asked_now_is_refused(self) -> None:
        with pytest.raises(Refused, match="proof_wrong"):
            proof_of_work.refuse_unworked(Terms.of(NOW, 8), NOW, self._solved(8), 9)

    def test_unsolved_is_refused(self) -> None:
        with pytest.raises(Refused, match="proof_wrong"):
            proof_of_work.refuse_unworked(Terms.of(NOW, 24), NOW, proof_of_work.worked("c", "key", "1"), 24)


def _noughts(key: str, number: int) -> int:
    return proof_of_work.leading_noughts(proof_of_work.worked("c", key, str(number)))


class TestPublicWords:
    def test_every_word_has_its_sentences_and_is_used(self) -> None:
        assert set(WORDS) == set(Word) == set(OF_STATE.values())
        for word, said in WORDS.items():
            assert said.zh, word
            assert said.en, word
            assert bool(said.next_zh) == bool(said.next_en), word

    def test_the_steps_of_handling_look_alike(self) -> None:
        inside = ("assigned", "handling", "on_hold", "pending_approval")
        assert {OF_STATE[state] for state in inside} == {Word.HANDLING}
        assert OF_STATE["received"] == OF_STATE["screening"]

    def test_no_result_is_told_before_it_was_given(self) -> None:
        before = {OF_STATE[state] for state in ("received", "accepted", "handling", "pending_approval", "concluded")}
        assert not before & TELLS_OUTCOME


class TestCustody:
    def test_who_asks_does_not_decide(self) -> None:
        one, other = uuid4(), uuid4()
        custody.refuse_own(one, other)
        with pytest.raises(Refused, match="own_request"):
            custody.refuse_own(one, one)

    @pytest.mark.parametrize("state", sorted(set(RequestState) - {RequestState.PENDING}))
    def test_it_is_decided_once(self, state: RequestState) -> None:
        custody.refuse_decided(RequestState.PENDING)
        with pytest.raises(Refused, match="decided"):
            custody.refuse_decided(state)

    @pytest.mark.parametrize(
        ("state", "late", "code"),
        [
            (RequestState.PENDING, False, "identity.not_granted"),
            (RequestState.DENIED, False, "identity.not_granted"),
            (RequestState.GRANTED, True, "identity.view_used"),
            (RequestState.VIEWED, False, "identity.view_used"),
            (RequestState.LAPSED, False, "identity.view_used"),
        ],
    )
    def test_there_is_one_view_within_the_time_of_the_grant(self, state: RequestState, late: bool, code: str) -> None:
        until = NOW - timedelta(seconds=1) if late else NOW
        custody.refuse_closed(RequestState.GRANTED, NOW, NOW)
        with pytest.raises(Refused, match=re.escape(code)):
            custody.refuse_closed(state, until, NOW)


class TestTries:
    def test_slips_are_free_and_a_script_waits_ever_longer(self) -> None:
        assert [tries.wait_after(wrong) for wrong in (0, 4, 5, 6, 7, 11, 40)] == [0, 0, 60, 120, 240, 3600, 3600]


class TestPrivacy:
    def test_only_the_standing_notice_counts(self) -> None:
        notice = shipped("privacy")
        privacy.refuse_outdated(notice["version"], notice["version"])
        with pytest.raises(Refused, match="privacy_outdated"):
            privacy.refuse_outdated("2020-01-01", notice["version"])
        assert all(paragraph["zh"] and paragraph["en"] for paragraph in notice["paragraphs"])


class TestAnswers:
    FIELDS = (
        {"code": "payee", "kind": "choice", "choices": [{"code": "school"}]},
        {"code": "amount", "kind": "money"},
        {"code": "on", "kind": "date"},
        {"code": "known", "kind": "boolean"},
        {"code": "place", "kind": "text"},
    )

    def test_each_is_answered_in_its_form(self) -> None:
        good = {"payee": "school", "amount": "128.50", "on": "2026-09-01", "known": "true", "place": "食堂"}
        assert answers.violations(self.FIELDS, good) == []

    @pytest.mark.parametrize(
        ("code", "answer"),
        [
            ("payee", "firm"),
            ("amount", "1,000"),
            ("amount", "１"),
            ("on", "20260901"),
            ("known", "yes"),
            ("other", "x"),
        ],
    )
    def test_what_does_not_fit_is_named(self, code: str, answer: str) -> None:
        (violation,) = answers.violations(self.FIELDS, {code: answer})
        assert violation.pointer == f"/answers/{code}"
