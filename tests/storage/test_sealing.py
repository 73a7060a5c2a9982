"""How what families tell is kept from everyone who has the database but not the key."""

from __future__ import annotations

import base64
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.sealing import KeyNotUsable, SealBroken, Sealer, load_or_make_key, new_key, read_key_file

OLD = base64.b64encode(b"o" * 32).decode()
NEW = base64.b64encode(b"\xfb" * 32).decode()
PLACE = "people.name:7"


@pytest.fixture
def sealer() -> Sealer:
    return Sealer.from_keys([OLD])


@settings(deadline=None, derandomize=True)
@given(st.text(st.characters(), max_size=50), st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_what_is_sealed_opens_in_its_place(text: str, place: str) -> None:
    sealer = Sealer.from_keys([OLD])

    assert sealer.open(sealer.seal(text, place), place) == text


def test_bytes_can_be_sealed_too(sealer: Sealer) -> None:
    assert sealer.open_bytes(sealer.seal(b"\xff\x00", PLACE), PLACE) == b"\xff\x00"


def test_half_a_character_from_a_phone_is_kept(sealer: Sealer) -> None:
    assert sealer.open(sealer.seal("\ud83d", PLACE), PLACE) == "\ud83d"


def test_sealed_value_has_version_key_id_nonce_and_tag(sealer: Sealer) -> None:
    first, second = sealer.seal("Aylin", PLACE), sealer.seal("Aylin", PLACE)

    assert (len(first), first[:1], first[:5] == second[:5]) == (33 + 5, b"\x01", True)
    assert first[5:17] != second[5:17]


def test_value_does_not_open_in_another_row(sealer: Sealer) -> None:
    with pytest.raises(SealBroken) as caught:
        sealer.open(sealer.seal("Aylin", PLACE), "people.name:8")

    assert str(caught.value) == (
        "A value in people.name was changed, or moved here from another row. Restore a backup."
    )


@pytest.mark.parametrize("at", range(33 + 5))
def test_value_with_one_bit_changed_does_not_open(sealer: Sealer, at: int) -> None:
    blob = bytearray(sealer.seal("Aylin", PLACE))
    blob[at] ^= 1

    with pytest.raises(SealBroken):
        sealer.open(bytes(blob), PLACE)


@pytest.mark.parametrize("blob", [b"", b"Aylin", b"\x01" * 20, "Aylin, 030 23125 001, and more".encode("utf-16")])
def test_what_was_never_sealed_is_told_without_its_content(sealer: Sealer, blob: bytes) -> None:
    with pytest.raises(SealBroken) as caught:
        sealer.open(blob, PLACE)

    assert str(caught.value) == "What stands in people.name was not sealed by this programme."


def test_bytes_that_are_no_text_are_told_without_their_content(sealer: Sealer) -> None:
    with pytest.raises(SealBroken) as caught:
        sealer.open(sealer.seal(b"\xff", PLACE), PLACE)

    assert str(caught.value) == "What is sealed in people.name is not text."


def test_new_key_seals_and_the_old_one_still_opens(sealer: Sealer) -> None:
    old_value = sealer.seal("Aylin", PLACE)
    rotated = Sealer.from_keys([NEW, OLD])
    new_value = rotated.seal("Aylin", PLACE)

    assert (rotated.open(old_value, PLACE), rotated.open(new_value, PLACE)) == ("Aylin", "Aylin")
    assert (rotated.sealed_by_newest(old_value), rotated.sealed_by_newest(new_value)) == (False, True)


def test_family_is_found_again_after_a_new_key_was_put_in_front(sealer: Sealer) -> None:
    rotated = Sealer.from_keys([NEW, OLD])

    assert rotated.fingerprint("4711", "chat") == sealer.fingerprint("4711", "chat")


def test_missing_key_is_told_by_its_id(sealer: Sealer) -> None:
    blob = sealer.seal("Aylin", PLACE)

    with pytest.raises(SealBroken) as caught:
        Sealer.from_keys([NEW]).open(blob, PLACE)

    assert str(caught.value) == (
        f"A value in people.name was sealed with a key that is not here (id {blob[1:5].hex()}). "
        "Put that key behind the newest one in FAMILIENLOTSE_KEY or in the key file."
    )


def test_fingerprints_differ_by_text_purpose_and_key(sealer: Sealer) -> None:
    prints = {
        sealer.fingerprint("4711", "chat"),
        sealer.fingerprint("4711", "chat"),
        sealer.fingerprint("4712", "chat"),
        sealer.fingerprint("4711", "phone"),
        Sealer.from_keys([NEW]).fingerprint("4711", "chat"),
    }

    assert (len(prints), {len(one) for one in prints}) == (4, {32})


def test_old_seals_and_fingerprints_open_in_every_later_release(sealer: Sealer) -> None:
    sealed = "01a3c7a0bdb9adc4c1f25b2679a1f96b9bf45ec650ce60c01c23a02e2242cdef484fb6de39c5"
    found_by = "c05215c35a5620768fab18a05af88efe4760d8579674612c01da91f2bee65cbe"

    assert sealer.open(bytes.fromhex(sealed), PLACE) == "Aylin"
    assert sealer.fingerprint("4711", "chat").hex() == found_by


def test_keys_may_stand_in_one_text_and_in_either_alphabet() -> None:
    web = NEW.replace("+", "-").replace("/", "_")
    blob = Sealer.from_keys([NEW]).seal("Aylin", PLACE)

    assert Sealer.from_keys([f"{web}\n{OLD}"]).open(blob, PLACE) == "Aylin"
    assert Sealer.from_keys([f"{OLD}, {web}"]).open(blob, PLACE) == "Aylin"


@pytest.mark.parametrize("word", ["short", OLD[:-5], OLD + "AAAA", OLD.replace("b", "ü"), "b" * 31 + "!" * 13])
def test_wrong_key_is_told_without_showing_it(word: str) -> None:
    with pytest.raises(KeyNotUsable) as caught:
        Sealer.from_keys([word])

    assert str(caught.value) == (
        "A key must be 32 bytes, as 44 characters of base64 or 64 of hex. Make one: openssl rand -base64 32"
    )


def test_no_key_and_the_same_key_twice_are_refused() -> None:
    with pytest.raises(KeyNotUsable, match=r"There is no key\. Set FAMILIENLOTSE_KEY"):
        Sealer.from_keys([" "])
    with pytest.raises(KeyNotUsable, match="The same key is named twice"):
        Sealer.from_keys([OLD, OLD])


def test_sealer_shows_no_key() -> None:
    sealer = Sealer.from_keys([NEW, OLD])

    assert (repr(sealer), str(sealer)) == ("<Sealer with 2 key(s)>", "<Sealer with 2 key(s)>")


def test_first_start_makes_a_key_file_and_the_second_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "familienlotse.key"
    key, made = load_or_make_key(path)

    assert (made, load_or_make_key(path), stat.S_IMODE(path.stat().st_mode)) == (True, (key, False), 0o600)
    assert Sealer.from_keys([key]).open(Sealer.from_keys([key]).seal("Aylin", PLACE), PLACE) == "Aylin"
    assert [file.name for file in path.parent.iterdir()] == ["familienlotse.key"]


def test_many_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(load_or_make_key, [tmp_path / "familienlotse.key"] * 16))

    assert len({key for key, _ in answers}) == 1
    assert [made for _, made in answers].count(True) == 1


def test_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "familienlotse.key"
    path.write_text(new_key())
    path.chmod(0o640)

    with pytest.raises(KeyNotUsable) as caught:
        read_key_file(path)

    assert str(caught.value) == f"Others may read the key file {path}. Close it: chmod 600 {path}"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty. Put the key back: nothing opens without it."),
        (b"\xff\xfe", "holds no key. Put the right file there."),
        (None, "cannot be read (No such file or directory). Correct FAMILIENLOTSE_KEY_FILE."),
    ],
)
def test_key_file_of_no_use_is_named_with_the_cure(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "familienlotse.key"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)

    with pytest.raises(KeyNotUsable) as caught:
        read_key_file(path)

    assert str(caught.value) == f"The key file {path} {told}"


def test_key_file_that_cannot_be_made_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("not a folder")
    path = tmp_path / "letter" / "familienlotse.key"

    with pytest.raises(KeyNotUsable) as caught:
        load_or_make_key(path)

    assert str(caught.value) == (f"The key file {path} cannot be made (File exists). Let this account write there.")
    assert not os.path.exists(path)


def test_the_same_key_is_known_in_base64_with_and_without_padding_and_in_hex() -> None:
    material = bytes(range(32))
    blob = Sealer.from_keys([base64.b64encode(material).decode()]).seal("Mina", "persons.name:1")
    for spelling in (base64.urlsafe_b64encode(material).decode().rstrip("="), material.hex(), material.hex().upper()):
        assert Sealer.from_keys([spelling]).open(blob, "persons.name:1") == "Mina"
