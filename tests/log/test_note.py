"""Signed notes: those of the reference implementation are read and written, and OpenSSL agrees."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from briefing.log import note
from briefing.log.checkpoint import Checkpoint
from briefing.log.note import NoteError, Signer, VerifierKey, open_note, sign, take_apart
from tests.log.conftest import stranger, stream

# The key and note of the tests of golang.org/x/mod/sumdb/note; the seed is what its private key decodes to.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SEED = bytes.fromhex("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173")
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH_SIGNED = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
PETER_KEY, ENOCH_KEY = VerifierKey.parse(VKEY), VerifierKey.parse(ENOCH)


def message(*lines: str) -> bytes:
    return f"{TEXT}\n{''.join(lines)}".encode()


def test_the_note_of_the_reference_is_opened() -> None:
    opened = open_note(message(SIGNED), [PETER_KEY])
    assert (opened.text, opened.signed_by, opened.others) == (TEXT, (PETER_KEY,), ())


def test_a_note_is_signed_as_the_reference_signs_it() -> None:
    peter = Signer.made("PeterNeumann", lambda _: SEED)
    assert str(peter.key) == VKEY
    assert sign(TEXT, peter) == message(SIGNED)


def test_a_signature_of_the_same_key_is_replaced_and_others_stay() -> None:
    peter = Signer.made("PeterNeumann", lambda _: SEED)
    text, beside = take_apart(message(SIGNED.replace("x08go/ZJ", "x08go/aa"), ENOCH_SIGNED))
    assert sign(text, peter, beside=beside) == message(ENOCH_SIGNED, SIGNED)


def test_signatures_of_keys_that_are_not_known_are_passed_over() -> None:
    opened = open_note(message(SIGNED, ENOCH_SIGNED), [ENOCH_KEY])
    assert opened.signed_by == (ENOCH_KEY,)
    assert [signature.name for signature in opened.others] == ["PeterNeumann"]
    assert open_note(message(SIGNED, ENOCH_SIGNED), [PETER_KEY, ENOCH_KEY]).signed_by == (PETER_KEY, ENOCH_KEY)
    assert open_note(message(SIGNED), []).signed_by == ()


def test_of_repeated_signatures_the_first_counts_once() -> None:
    assert open_note(message(SIGNED, SIGNED, ENOCH_SIGNED, ENOCH_SIGNED), [PETER_KEY]).signed_by == (PETER_KEY,)
    assert len(open_note(message(SIGNED, ENOCH_SIGNED, ENOCH_SIGNED), [PETER_KEY]).others) == 1


@pytest.mark.parametrize("key", [VKEY, ENOCH])
def test_a_key_that_is_cut_or_changed_is_none(key: str) -> None:
    cut = {key[start:end] for start in range(len(key) + 1) for end in range(start, len(key) + 1)} - {key}
    changed = {key[:at] + chr(ord(key[at]) + 1) + key[at + 1 :] for at in range(len(key))}
    for text in cut | changed:
        with pytest.raises(NoteError):
            VerifierKey.parse(text)


@pytest.mark.parametrize(
    "key",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # too long, its id adjusted
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # of another type, its id adjusted
        VKEY.replace("c74f20a3", "C74F20A3"),
        VKEY + "\n",
        "",
    ],
)
def test_a_key_of_another_form_is_none(key: str) -> None:
    with pytest.raises(NoteError):
        VerifierKey.parse(key)


@pytest.mark.parametrize(
    "bad",
    [
        TEXT,
        TEXT + "\n",
        TEXT + SIGNED,
        TEXT + "\n" + SIGNED[:-1],
        "\x01" + TEXT + "\n" + SIGNED,
        TEXT.replace(",\n", ",\r\n") + "\n" + SIGNED,
        TEXT
        + "\n"
        + "— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
        TEXT + "\n" + SIGNED + "Unexpected line.\n",
        TEXT + "\n" + SIGNED.replace("—", "-"),
        TEXT + "\n" + SIGNED.replace("—", "--"),
        TEXT + "\n" + SIGNED.replace("— ", "—\u00a0"),
        TEXT + "\n" + "— PeterNeumann x08goA==\n",
        TEXT + "\n" + SIGNED.replace("nAM=", "nAN="),  # the same bytes, not in their canonical form
        TEXT + "\n" + SIGNED * 101,
        "",
        "\n\n" + SIGNED,
    ],
)
def test_what_is_no_note_is_refused(bad: str) -> None:
    with pytest.raises(NoteError):
        open_note(bad.encode(), [PETER_KEY])


def test_what_is_not_utf_8_is_refused() -> None:
    with pytest.raises(NoteError, match="UTF-8"):
        open_note(b"\xff" + message(SIGNED), [PETER_KEY])


def test_a_hundred_signatures_are_read() -> None:
    assert open_note(message(SIGNED * 100), [PETER_KEY]).signed_by == (PETER_KEY,)


@pytest.mark.parametrize("text", ["abc", "", "a\x00b\n", "a\tb\n", "a\r\n"])
def test_a_text_that_a_note_may_not_hold_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign(text, stranger())


def test_a_false_signature_of_a_known_key_condemns_the_note() -> None:
    false = SIGNED.replace("x08go/ZJ", "x08go/ZK")
    with pytest.raises(NoteError, match="false"):
        open_note(message(false, ENOCH_SIGNED), [PETER_KEY, ENOCH_KEY])
    assert open_note(message(false, ENOCH_SIGNED), [ENOCH_KEY]).signed_by == (ENOCH_KEY,)


def test_two_keys_with_the_same_name_and_id_are_not_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VerifierKey, "id", PETER_KEY.id)
    with pytest.raises(NoteError, match="two keys"):
        open_note(message(SIGNED), [PETER_KEY, VerifierKey("PeterNeumann", ENOCH_KEY.public)])


@given(st.integers(0, len(message(SIGNED)) - 1), st.integers(0, 255))
def test_no_byte_of_a_note_can_be_changed(at: int, byte: int) -> None:
    whole = message(SIGNED)
    changed = whole[:at] + bytes([byte]) + whole[at + 1 :]
    try:
        signed = open_note(changed, [PETER_KEY]).signed_by
    except NoteError:
        return
    assert changed == whole or not signed


@given(st.text(st.characters(codec="utf-8", exclude_characters="".join(map(chr, range(32)))) | st.just("\n")))
def test_what_is_signed_is_opened(text: str) -> None:
    signer, other = stranger(), stranger("other")
    opened = open_note(sign(text + "\n", signer, other), [other.key, signer.key])
    assert (opened.text, opened.signed_by) == (text + "\n", (signer.key, other.key))


def test_a_private_key_comes_back_from_its_pem() -> None:
    signer = stranger()
    assert Signer.from_pem(signer.name, signer.pem()).key == signer.key
    assert signer.pem().startswith(b"-----BEGIN PRIVATE KEY-----")


@pytest.mark.parametrize("pem", [b"", b"none", stranger().key.pem(), stranger().pem().replace(b"M", b"N", 1)])
def test_what_holds_no_private_key_is_refused(pem: bytes) -> None:
    with pytest.raises(NoteError):
        Signer.from_pem("name", pem)


def test_a_private_key_of_another_type_is_refused() -> None:
    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(NoteError, match="Ed25519"):
        Signer.from_pem("name", pem)


def test_a_private_key_shows_itself_nowhere() -> None:
    assert SEED.hex() not in repr(Signer.made("PeterNeumann", lambda _: SEED))


def test_a_fingerprint_can_be_read_aloud() -> None:
    assert re.fullmatch(r"([0-9a-f]{4} ){7}[0-9a-f]{4}", PETER_KEY.fingerprint)
    assert PETER_KEY.fingerprint != ENOCH_KEY.fingerprint


def _recipe() -> str:
    lines = (note.__doc__ or "").splitlines()
    return "\n".join(line.strip() for line in lines if line.startswith("    "))


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs OpenSSL")
def test_openssl_agrees_by_the_recipe_that_is_told(tmp_path: Path) -> None:
    signer = Signer.made("briefs.example.org/harbour", stream("recipe"))
    signed = sign(Checkpoint.of_nothing("briefs.example.org/harbour").text(), signer)
    (tmp_path / "log.pub").write_text(f"{stranger().key}\n{signer.key}\n{stranger('another').key}\n")
    (tmp_path / "checkpoint").write_bytes(signed)
    assert _by_hand(tmp_path) == 0
    assert (tmp_path / "key.pem").read_bytes() == signer.key.pem()
    (tmp_path / "checkpoint").write_bytes(signed.replace(b"\n0\n", b"\n1\n"))
    assert _by_hand(tmp_path) != 0


def _by_hand(folder: Path) -> int:
    return subprocess.run(["sh", "-ec", _recipe()], cwd=folder, capture_output=True, check=False).returncode


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs OpenSSL")
def test_a_log_that_openssl_has_signed_is_accepted(tmp_path: Path) -> None:
    signer = stranger()
    (tmp_path / "key.pem").write_bytes(signer.pem())
    (tmp_path / "text").write_text(TEXT)
    command = ["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "text"]
    signature = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert signature == signer.sign(TEXT.encode())
    assert signer.key.accepts(TEXT.encode(), signature)
