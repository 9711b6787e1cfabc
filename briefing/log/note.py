r"""Signed notes: text with Ed25519 signatures under it, in a form that many other programs read and write.

Sources: C2SP signed-note (https://c2sp.org/signed-note), of which this knows signature type 0x01; RFC 8032. What the
note leaves open (repeated signatures, how many at most, verifier keys as text) is as in golang.org/x/mod/sumdb/note.

**Check a signature without this program**, by OpenSSL 3 alone; `checkpoint` is the note, `log.pub` has one key a line:

    sed '/^$/,$d' checkpoint > text
    grep '^— ' checkpoint | head -n 1 | cut -d' ' -f3 | base64 -d > signed
    tail -c +5 signed > signature
    id=$(head -c 4 signed | od -An -tx1 | tr -d ' \n')
    (printf '\060\052\060\005\006\003\053\145\160\003\041\000'
     grep "+$id+" log.pub | cut -d+ -f3- | base64 -d | tail -c +2) | openssl pkey -pubin -inform DER -out key.pem
    openssl pkeyutl -verify -rawin -pubin -inkey key.pem -in text -sigfile signature

That is: the text without the blank line under it; the first four bytes of the signature are the id of the key that made
it, which finds the key in log.pub; twelve bytes in front of the key make DER of it (RFC 8410 §4).
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

_ED25519 = b"\x01"
_DASH = "— "
_MOST_SIGNATURES = 100
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteError(ValueError):
    """A note or a key that does not have the form it should, or a signature that is false."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key and the name it signs under; as text a C2SP vkey, `name+id+key`."""

    name: str
    public: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or any(char.isspace() or char < " " for char in self.name):
            raise NoteError("the name of a key has no spaces and no plus sign, and is not empty")
        if len(self.public) != 32:
            raise NoteError("an Ed25519 key has 32 bytes")

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(_ED25519 + self.public).decode()}"

    @property
    def id(self) -> bytes:
        """The four bytes that a signature names its key by: too few to be compared in the place of the key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @property
    def fingerprint(self) -> str:
        """What two people compare by telephone: 128 bits of the key's SHA-256, in groups of four hex digits."""
        return " ".join(re.findall("....", sha256(self.public).hexdigest()[:32]))

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """The key that a vkey names. Raises NoteError where it is none, of another type, or its id is not its own."""
        name, _, rest = text.partition("+")
        identity, _, encoded = rest.partition("+")
        content = _decoded(encoded)
        if content[:1] != _ED25519:
            raise NoteError("the key is not of the type Ed25519")
        key = cls(name, content[1:])
        if identity != key.id.hex():
            raise NoteError("the id of the key is not that of its name and bytes")
        return key

    def accepts(self, text: bytes, signature: bytes) -> bool:
        """Whether this key made the signature, over this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True

    def pem(self) -> bytes:
        """The key as OpenSSL reads it (SubjectPublicKeyInfo, RFC 8410)."""
        key = Ed25519PublicKey.from_public_bytes(self.public)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, and the name it signs under."""

    name: str
    _private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def made(cls, name: str, random: Callable[[int], bytes]) -> "Signer":
        """A new key, of 32 bytes that `random` gives."""
        return cls(name, Ed25519PrivateKey.from_private_bytes(random(32)))

    @classmethod
    def from_pem(cls, name: str, pem: bytes) -> "Signer":
        """The key in a PEM (PKCS #8, not encrypted). Raises NoteError where it holds none."""
        try:
            private = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise NoteError("there is no private key in it that can be read") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise NoteError("the private key in it is not of the type Ed25519")
        return cls(name, private)

    @property
    def key(self) -> VerifierKey:
        """The public key that goes with it."""
        return VerifierKey(self.name, self._private.public_key().public_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        """The signature over this text, 64 bytes; the same text gives the same bytes."""
        return self._private.sign(text)

    def pem(self) -> bytes:
        """The private key as OpenSSL reads it (PKCS #8), not encrypted."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: the name and id of a key, and what it is said to have signed with."""

    name: str
    id: bytes
    content: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {b64encode(self.id + self.content).decode()}\n"

    def is_named_after(self, key: VerifierKey) -> bool:
        """Whether this says of itself that the key made it."""
        return (self.name, self.id) == (key.name, key.id)


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it: by which known keys, and those of keys that are not known."""

    text: str
    signed_by: tuple[VerifierKey, ...]
    others: tuple[Signature, ...] = ()


def sign(text: str, *signers: Signer, beside: Iterable[Signature] = ()) -> bytes:
    """A note of this text, signed by these, after the signatures that it has already.

    Raises NoteError where the text does not end in a line end, or holds characters that a note may not.
    """
    _check_text(text)
    new = [Signature(one.name, one.key.id, one.sign(text.encode())) for one in signers]
    named = {(one.name, one.id) for one in new}
    kept = [one for one in beside if (one.name, one.id) not in named]
    return f"{text}\n{''.join(map(str, (*kept, *new)))}".encode()


def take_apart(message: bytes) -> tuple[str, tuple[Signature, ...]]:
    """The text of a note and its signatures, none of them verified. Raises NoteError where it is no note."""
    try:
        whole = message.decode()
    except UnicodeDecodeError as error:
        raise NoteError("it is not UTF-8") from error
    above, blank, below = whole.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise NoteError("it has no signatures under a blank line")
    lines = below[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise NoteError(f"it has more than {_MOST_SIGNATURES} signatures")
    _check_text(above + "\n")
    return above + "\n", tuple(_signature(line) for line in lines)


def open_note(message: bytes, known: Iterable[VerifierKey]) -> Note:
    """The note, with those of the known keys that signed it, which may be none.

    Raises NoteError where it is no note, where a known key is named and did not make the signature, and where two of
    the known keys go by the same name and id. Of signatures that repeat a name and id the first one counts.
    """
    text, signatures = take_apart(message)
    keys = tuple(dict.fromkeys(known))
    signed, others, seen = list[VerifierKey](), list[Signature](), set[tuple[str, bytes]]()
    for signature in signatures:
        named = [key for key in keys if signature.is_named_after(key)]
        if len(named) > 1:
            raise NoteError(f"two keys go by {signature.name}+{signature.id.hex()}")
        if not named:
            others.append(signature)
        elif (signature.name, signature.id) not in seen:
            seen.add((signature.name, signature.id))
            if not named[0].accepts(text.encode(), signature.content):
                raise NoteError(f"the signature of {signature.name}+{signature.id.hex()} is false")
            signed.append(named[0])
    return Note(text, tuple(signed), tuple(dict.fromkeys(others)))


def _check_text(text: str) -> None:
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteError("its text does not end in a line end, or has control characters in it")


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    content = _decoded(encoded)
    if not line.startswith(_DASH) or len(content) < 5:
        raise NoteError("a line under it is not a signature")
    VerifierKey(name, bytes(32))  # only for its name, which must be one that a key can have
    return Signature(name, content[:4], content[4:])


def _decoded(text: str) -> bytes:
    """Base 64 in its one canonical form (RFC 4648 §4 and §3.5), so that no other text says the same."""
    try:
        content = b64decode(text, validate=True)
    except ValueError as error:
        raise NoteError("it is not base 64") from error
    if b64encode(content).decode() != text:
        raise NoteError("it is not base 64 in its canonical form")
    return content
