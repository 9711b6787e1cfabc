"""A key on a card, or in a box that keeps keys: PKCS #11, opened with its PIN. The key itself never leaves it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pkcs11
from pkcs11 import PROTECTED_AUTH, Mechanism, TokenFlag
from pkcs11 import exceptions as told
from pyhanko.sign import pkcs11 as sealing
from pyhanko.sign import signers

from briefing.seal.plan import Card, Secret
from briefing.seal.refusal import no_key

_WITH_DIGEST = {"ec": Mechanism.ECDSA_SHA512, "rsa": Mechanism.SHA512_RSA_PKCS}
"""How a card signs that makes the digest itself; one that does not is given the digest."""
_SAID = {
    told.PinIncorrect: ("the PIN is not the right one", "Type it again; after a few times the card is locked."),
    told.PinInvalid: ("the PIN is not the right one", "Type it again; after a few times the card is locked."),
    told.PinLenRange: ("the PIN is too short or too long", "Type it again."),
    told.PinLocked: ("the card is locked after too many wrong PINs", "Whoever gave it can unlock it."),
    told.PinExpired: ("the PIN has to be changed", "Change it with the program that came with the card."),
    told.UserPinNotInitialized: ("the card has no PIN yet", "Set it with the program that came with the card."),
    told.TokenNotPresent: ("the card is not there any more", "Put it in, and give the same command again."),
    told.DeviceRemoved: ("the card is not there any more", "Put it in, and give the same command again."),
}


@contextmanager
def open_card(card: Card, secret: Secret) -> Iterator[signers.Signer]:
    """What signs with the key on a card, as long as this lasts. Raises FaultyInputError (E891)."""
    with _told(card), ExitStack() as stack:
        token = _token(card)
        session = stack.enter_context(token.open(user_pin=_pin(token, card, secret)))
        signer = sealing.PKCS11Signer(
            session, cert_label=card.label, key_label=card.key or card.label, other_certs_to_pull=None
        )
        try:
            algorithm = signer.signing_cert.public_key.algorithm
        except told.PKCS11Error as error:
            labels = ", ".join(f"“{one}”" for one in _labels(session)) or "none"
            what = f"on the card “{card.token}” there is no one certificate with its key named “{card.label}”"
            raise no_key(what, f"Look at what “label” names, and “key”. The card has: {labels}.") from error
        except ValueError as error:
            raise no_key(f"the certificate “{card.label}” on the card cannot be read", _hint(card)) from error
        wanted = _WITH_DIGEST.get(algorithm)
        signer.use_raw_mechanism = wanted is not None and wanted not in token.slot.get_mechanisms()
        yield signer


def _token(card: Card) -> pkcs11.Token:
    try:
        library = pkcs11.lib(str(card.module))
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        hint = "Look at what “module” names: the library (.so, .dll, .dylib) that came with the card."
        raise no_key("the library that talks to the card cannot be loaded", hint, card.module) from error
    found = []
    for slot in library.get_slots(token_present=True):
        try:
            found.append(slot.get_token())
        except pkcs11.PKCS11Error:
            continue
    mine = [token for token in found if token.label.strip() == card.token]
    if len(mine) == 1:
        return mine[0]
    there = ", ".join(f"“{token.label.strip()}”" for token in found) or "none"
    hint = f"Put the card in, and look at what “token” names. There is: {there}."
    raise no_key(f"there is {'more than one' if mine else 'no'} card named “{card.token}”", hint, card.module)


def _pin(token: pkcs11.Token, card: Card, secret: Secret) -> object:
    if token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH:
        return PROTECTED_AUTH  # it is typed on the reader itself
    return secret(f"PIN of the card {card.token}") if token.flags & TokenFlag.LOGIN_REQUIRED else None


def _labels(session: pkcs11.Session) -> list[str]:
    try:
        kind = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
        return sorted({str(one[pkcs11.Attribute.LABEL]) for one in session.get_objects(kind)})
    except pkcs11.PKCS11Error:
        return []


def _hint(card: Card) -> str:
    return f"Look at the card with the program that came with it, or with: pkcs11-tool --module {card.module} -O"


@contextmanager
def _told(card: Card) -> Iterator[None]:
    """Say in words what the card refuses, whenever it does."""
    try:
        yield
    except told.PKCS11Error as error:
        for kind, (what, hint) in _SAID.items():
            if isinstance(error, kind):
                raise no_key(f"{what}: “{card.token}”", hint) from error
        reason = " ".join(str(error).split()) or type(error).__name__
        raise no_key(f"the card “{card.token}” does not seal: {reason}", _hint(card)) from error
