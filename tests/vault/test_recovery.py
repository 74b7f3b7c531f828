"""The recovery code: printed clearly, read tolerantly, checked before anything is tried with it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault import recovery
from vault.errors import RecoveryCodeMistyped, RecoveryCodeUnsound


@given(st.binary(min_size=20, max_size=20))
def test_a_code_reads_back_however_it_is_typed(value: bytes) -> None:
    code = recovery.written(value)
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " – "),
        f"\n {code}\t",
        full_width(code),
    ):
        assert recovery.read(typed) == value


def full_width(code: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in code)


def test_a_code_is_nine_groups_of_four_without_signs_people_confuse() -> None:
    for _ in range(50):
        assert re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){8}[A-HJ-NP-Z2-9]{4}", recovery.new_code())
    assert len(set(recovery.SIGNS)) == 32


def test_a_changed_sign_of_a_known_code_is_refused() -> None:
    code = recovery.written(bytes(range(20)))
    for place in range(36):
        signs = list(code.replace("-", ""))
        signs[place] = "A" if signs[place] != "A" else "B"
        with pytest.raises(RecoveryCodeUnsound):
            recovery.read("".join(signs))


@pytest.mark.parametrize("text", ["", "ABCD", "A" * 35, "A" * 37, "ABCD-EFGH" * 9])
def test_another_length_is_refused(text: str) -> None:
    with pytest.raises(RecoveryCodeUnsound):
        recovery.read(text)


@pytest.mark.parametrize(
    ("sign", "place", "group"), [("0", 0, 1), ("O", 5, 2), ("1", 35, 9), ("é", 8, 3), ("\0", 9, 3)]
)
def test_an_impossible_sign_is_refused_with_its_group(sign: str, place: int, group: int) -> None:
    signs = list(recovery.new_code().replace("-", ""))
    signs[place] = sign
    with pytest.raises(RecoveryCodeMistyped) as caught:
        recovery.read("".join(signs))
    assert caught.value.facts == {"group": group}


def test_kit_and_auditor_have_keys_of_their_own_from_the_code_alone() -> None:
    code = recovery.new_code()
    assert recovery.member_key(code).public == recovery.member_key(code.lower()).public
    assert recovery.member_key(code).public != recovery.auditor_key(code).public
    assert recovery.member_key(code).public != recovery.member_key(recovery.new_code()).public
