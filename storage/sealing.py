"""How personal data is sealed at rest, and how a sealed value is found again without being opened."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterable
from pathlib import Path
from string import hexdigits

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.private_files import make_private_folder, open_to_others, write_once

KEY_BYTES = 32
VERSION = b"\x01"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
HEAD_BYTES = len(VERSION) + KEY_ID_BYTES
TAG_BYTES = 16

# A phone may send half a character; sealing it must not fail.
_UTF8 = ("utf-8", "surrogatepass")


class SealBroken(Exception):
    """A sealed value cannot be opened: it was changed, belongs to another place, or its key is missing."""


class KeyNotUsable(Exception):
    """A key, or the file that keeps it, cannot be used; the message says the cure, never the key."""


class _Key:
    """One key of the ring, with all that is derived from it."""

    def __init__(self, material: bytes) -> None:
        self._material = material
        self._for_purpose: dict[str, bytes] = {}
        self.id = hmac.digest(material, b"familienlotse key id", hashlib.sha256)[:KEY_ID_BYTES]
        self.cipher = AESGCM(_derived(material, "seal"))

    def fingerprint(self, text: str, purpose: str) -> bytes:
        key = self._for_purpose.get(purpose)
        if key is None:
            key = self._for_purpose[purpose] = _derived(self._material, f"fingerprint {purpose}")
        return hmac.digest(key, text.encode(*_UTF8), hashlib.sha256)


class Sealer:
    """Seals, opens and fingerprints with a ring of keys; its repr shows how many keys, never a key.

    The first key seals, every key opens. The LAST key fingerprints, so that a new key put in front leaves
    every look-up and unique key as it was; it may go only after all rows were sealed and fingerprinted anew.
    """

    def __init__(self, keys: Iterable[_Key]) -> None:
        self._ring = tuple(keys)
        self._by_id = {key.id: key for key in self._ring}

    @classmethod
    def from_keys(cls, keys: Iterable[str]) -> Sealer:
        """Make a sealer of base64 keys of 32 bytes, newest first.

        A text may hold several keys, parted by blanks or commas. Raises `KeyNotUsable`.
        """
        words = [word for text in keys for word in text.replace(",", " ").split()]
        if not words:
            raise KeyNotUsable("There is no key. Set FAMILIENLOTSE_KEY or FAMILIENLOTSE_KEY_FILE.")
        sealer = cls(_Key(_material(word)) for word in words)
        if len(sealer._by_id) < len(words):
            raise KeyNotUsable("The same key is named twice. Name every key once, newest first.")
        return sealer

    def seal(self, content: str | bytes, place: str) -> bytes:
        """Seal a value for one place, `table.column:row`; it opens nowhere else.

        Gives 33 bytes more than the content: version 1, key id 4, nonce 12, tag 16. Chance nonces are safe
        for some 4 thousand million values a key.
        """
        newest = self._ring[0]
        head = VERSION + newest.id
        nonce = secrets.token_bytes(NONCE_BYTES)
        plain = content.encode(*_UTF8) if isinstance(content, str) else content
        return head + nonce + newest.cipher.encrypt(nonce, plain, head + place.encode())

    def open(self, blob: bytes, place: str) -> str:
        """The text that was sealed for this place. Raises `SealBroken`, which never shows content."""
        try:
            return self.open_bytes(blob, place).decode(*_UTF8)
        except UnicodeDecodeError:
            raise SealBroken(f"What is sealed in {_column(place)} is not text.") from None

    def open_bytes(self, blob: bytes, place: str) -> bytes:
        """The bytes that were sealed for this place. Raises `SealBroken`, which never shows content."""
        if len(blob) < HEAD_BYTES + NONCE_BYTES + TAG_BYTES or blob[:1] != VERSION:
            raise SealBroken(f"What stands in {_column(place)} was not sealed by this programme.")
        head, body = blob[:HEAD_BYTES], blob[HEAD_BYTES:]
        key = self._by_id.get(head[len(VERSION) :])
        if key is None:
            raise SealBroken(
                f"A value in {_column(place)} was sealed with a key that is not here (id {head[1:].hex()}). "
                "Put that key behind the newest one in FAMILIENLOTSE_KEY or in the key file."
            )
        try:
            return key.cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], head + place.encode())
        except InvalidTag:
            raise SealBroken(
                f"A value in {_column(place)} was changed, or moved here from another row. Restore a backup."
            ) from None

    def fingerprint(self, text: str, purpose: str) -> bytes:
        """32 bytes by which equal texts are found again; fingerprints of two purposes cannot be compared."""
        return self._ring[-1].fingerprint(text, purpose)

    def sealed_by_newest(self, blob: bytes) -> bool:
        """True if nothing is to be done for this value when keys are changed."""
        return blob[:HEAD_BYTES] == VERSION + self._ring[0].id

    def __repr__(self) -> str:
        return f"<Sealer with {len(self._ring)} key(s)>"


def new_key() -> str:
    """A fresh key: 32 chance bytes in base64."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def read_key_file(path: Path) -> str:
    """The key, or the keys, that a file of mode 0600 holds. Raises `KeyNotUsable`."""
    try:
        if open_to_others(path):
            raise KeyNotUsable(f"Others may read the key file {path}. Close it: chmod 600 {path}")
        text = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise KeyNotUsable(
            f"The key file {path} cannot be read ({error.strerror}). Correct FAMILIENLOTSE_KEY_FILE."
        ) from error
    except UnicodeDecodeError:
        raise KeyNotUsable(f"The key file {path} holds no key. Put the right file there.") from None
    if not text:
        raise KeyNotUsable(f"The key file {path} is empty. Put the key back: nothing opens without it.")
    return text


def load_or_make_key(path: Path) -> tuple[str, bool]:
    """The key in the file, and whether it was made just now, with mode 0600 and never twice.

    Raises `KeyNotUsable` if there is a file that cannot be used, or none can be made.
    """
    try:
        make_private_folder(path.parent)
        made = not path.exists() and write_once(path, new_key() + "\n")
    except OSError as error:
        raise KeyNotUsable(
            f"The key file {path} cannot be made ({error.strerror}). Let this account write there."
        ) from error
    return read_key_file(path), made


def _material(word: str) -> bytes:
    if len(word) == 2 * KEY_BYTES and all(sign in hexdigits for sign in word):
        return bytes.fromhex(word)
    padded = word.replace("-", "+").replace("_", "/").rstrip("=") + "="
    try:
        material = b64decode(padded, validate=True)
    except ValueError:
        material = b""
    if len(material) != KEY_BYTES:
        raise KeyNotUsable(
            "A key must be 32 bytes, as 44 characters of base64 or 64 of hex. Make one: openssl rand -base64 32"
        )
    return material


def _derived(material: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"familienlotse 1 {purpose}".encode()).derive(material)


def _column(place: str) -> str:
    # A row's name might tell who it is; the column is enough to look for the fault.
    return place.partition(":")[0]
