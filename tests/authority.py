"""Authorities to test with: certificates, the time, and what was revoked, of nobody but these tests.

Certomancer makes the certificates and answers for them on a port of this machine that the system chooses. Nothing is
kept: the keys are made when an authority is, and are gone with it. `Authority.moment` is the time that it tells.

    the root ─┬─ the issuer ─┬─ tsa             the time; 2020 to 2045
              │              ├─ tsa-short       the same, until 1 May 2031, and its stamps carry no issuer
              │              ├─ tsa-expired     the same, until 2021
              │              ├─ tsa-wrong       a certificate that is not for time stamping
              │              ├─ officer         signs; 2020 to 2045
              │              ├─ officer-expired until 2021
              │              └─ officer-revoked revoked on 1 June 2024
              └─ ocsp and CRLs of both
"""

import datetime as dt
import io
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from asn1crypto import pem, tsp
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from werkzeug import Request, Response
from werkzeug.serving import BaseWSGIServer, make_server

LONG = ("2020-01-01T00:00:00+0000", "2045-01-01T00:00:00+0000")
SHORT = ("2020-01-01T00:00:00+0000", "2031-05-01T00:00:00+0000")
PAST = ("2020-01-01T00:00:00+0000", "2021-01-01T00:00:00+0000")
_TIMERS = {"tsa": LONG, "tsa-short": SHORT, "tsa-expired": PAST}
_SIGNERS = {"officer": LONG, "officer-expired": PAST, "officer-revoked": LONG}
_NAMES = {
    "root": "Test Root",
    "issuer": "Test Issuer",
    "ocsp": "Test Responder",
    "tsa": "Test Time Stamping",
    "tsa-short": "Short Test Time Stamping",
    "tsa-expired": "Expired Test Time Stamping",
    "tsa-wrong": "Test Clerk",
    "officer": "Example Policy Unit",
    "officer-expired": "Example Policy Unit, formerly",
    "officer-revoked": "Example Policy Unit, revoked",
}
_ARCH = "tests"
PASSWORD = "correct horse"  # noqa: S105 (of keys that are thrown away)
Answer = Callable[[Request], Response]


@dataclass
class Authority:
    """Authorities that answer on this machine. `moment` is the time that they tell; None is the machine's clock.

    `instead` answers in the place of the time stamping, to make trouble; `asked` counts the requests.
    """

    address: str
    pki: PKIArchitecture
    moment: dt.datetime | None = None
    instead: Answer | None = None
    asked: list[str] = field(default_factory=list)

    def stamps(self, who: str = "tsa") -> str:
        """The address that stamps by RFC 3161."""
        return f"{self.address}/{_ARCH}/tsa/{who}"

    def pem(self, *names: str) -> bytes:
        """Certificates, as PEM; without a name, the root."""
        return b"".join(pem.armor("CERTIFICATE", self.der(name)) for name in names or ("root",))

    def der(self, name: str) -> bytes:
        """A certificate."""
        return cast("bytes", self.pki.get_cert(CertLabel(name)).dump())

    def pkcs12(self, name: str = "officer", password: str | None = PASSWORD) -> bytes:
        """A certificate with its key and those above it, as a file of keys (PKCS #12)."""
        return cast("bytes", self.pki.package_pkcs12(CertLabel(name), password=password.encode() if password else None))

    def crl(self, name: str = "issuer") -> str:
        """The address of the list of what was revoked."""
        return f"{self.address}/{_ARCH}/crls/{name}/latest.crl"


@contextmanager
def authority(moment: dt.datetime | None = None, *, name: str = "") -> Iterator[Authority]:
    """Authorities that answer until this ends; `name` goes before their names, to tell two apart."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, Response(status=503), threaded=True)
    address = f"http://127.0.0.1:{server.server_port}"
    with TemporaryDirectory(prefix="briefing-authority-") as folder:
        pki = _pki(Path(folder), address, name)
    made = Authority(address, pki, moment)
    server.app = _Application(made)
    with _serving(server):
        yield made


@contextmanager
def _serving(server: BaseWSGIServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Application:
    """What Certomancer answers at the moment that the authority is set to, and what is answered instead."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._animator = Animator(AnimatorArchStore({ArchLabel(_ARCH): authority.pki}), with_web_ui=False)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        self._authority.asked.append(request.path)
        request.get_data()  # what is asked is taken in; else the connection is kept for it
        if self._authority.instead and "/tsa/" in request.path:
            return self._authority.instead(request)(environ, start_response)
        self._animator.fixed_time = self._authority.moment
        environ["wsgi.input"] = io.BytesIO(request.get_data())
        return self._animator(environ, start_response)


def refusal(why: str = "not today") -> Response:
    """An answer by which an authority refuses to stamp (RFC 3161, section 2.4.2)."""
    status = {"status": "rejection", "status_string": [why], "fail_info": {"unaccepted_policy"}}
    told = tsp.PKIStatusInfo(status).dump()
    return reply(bytes([0x30, len(told)]) + told)  # a sequence of this alone: asn1crypto asks for a token beside it


def reply(content: bytes, kind: str = "application/timestamp-reply") -> Response:
    """An answer of these bytes, whatever they are."""
    return Response(content, mimetype=kind)


def _pki(folder: Path, address: str, name: str) -> PKIArchitecture:
    for one in _NAMES:
        key = ec.generate_private_key(ec.SECP256R1())
        (folder / f"{one}.pem").write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        )
    certificates: dict[str, Any] = {
        "root": _certificate("root", "root", LONG, _AUTHORITY),
        "issuer": _certificate("issuer", "root", LONG, (*_AUTHORITY, _crl("root"))),
        "ocsp": _certificate("ocsp", "issuer", LONG, _RESPONDER),
    }
    for one, validity in _TIMERS.items():
        certificates[one] = _certificate(one, "issuer", validity, (_FOR_TIME, *_REVOKED_AT))
    certificates["tsa-wrong"] = _certificate("tsa-wrong", "issuer", LONG, (_FOR_SIGNING, *_REVOKED_AT))
    for one, validity in _SIGNERS.items():
        certificates[one] = _certificate(one, "issuer", validity, (_FOR_SIGNING, *_REVOKED_AT))
    certificates["officer-revoked"]["revocation"] = {
        "revoked-since": "2024-06-01T00:00:00+0000",
        "reason": "key_compromise",
    }
    told = {
        "external-url-prefix": address,
        "keysets": {_ARCH: {"path-prefix": ".", "keys": {one: {"path": f"{one}.pem"} for one in _NAMES}}},
        "pki-architectures": {
            _ARCH: {
                "keyset": _ARCH,
                "entity-defaults": {"country-name": "XX", "organization-name": f"{name}Tests".strip()},
                "entities": {one: {"common-name": f"{name}{called}"} for one, called in _NAMES.items()},
                "certs": certificates,
                "services": {
                    "ocsp": {"issuer": {"for-issuer": "issuer", "responder-cert": "ocsp", "signing-key": "ocsp"}},
                    "crl-repo": {
                        one: {"for-issuer": one, "signing-key": one, "simulated-update-schedule": "P30D"}
                        for one in ("root", "issuer")
                    },
                    "time-stamping": {
                        one: {"signing-cert": one, "certs-to-embed": ["issuer"] if one != "tsa-short" else []}
                        for one in (*_TIMERS, "tsa-wrong")
                    },
                },
            }
        },
    }
    return CertomancerConfig(told, key_search_dir=str(folder)).get_pki_arch(ArchLabel(_ARCH))


def _certificate(
    name: str, issuer: str, validity: tuple[str, str], extensions: tuple[dict[str, Any], ...]
) -> dict[str, Any]:
    return {
        "subject": name,
        "issuer": issuer,
        "validity": {"valid-from": validity[0], "valid-to": validity[1]},
        "extensions": list(extensions),
    }


def _usage(*uses: str) -> dict[str, Any]:
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(uses)}}


def _crl(name: str) -> dict[str, Any]:
    told = {"schema": "crl-dist-url", "params": {"crl-repo-names": [name]}}
    return {"id": "crl_distribution_points", "smart-value": told}


_AUTHORITY = (
    {"id": "basic_constraints", "critical": True, "value": {"ca": True}},
    _usage("digital_signature", "key_cert_sign", "crl_sign"),
)
_RESPONDER = (
    _usage("digital_signature"),
    {"id": "extended_key_usage", "value": ["ocsp_signing"]},
    {"id": "ocsp_no_check", "value": None},
)
_FOR_TIME = {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]}
_FOR_SIGNING = _usage("digital_signature", "non_repudiation")
_REVOKED_AT = (
    _crl("issuer"),
    {
        "id": "authority_information_access",
        "smart-value": {"schema": "aia-urls", "params": {"ocsp-responder-names": ["issuer"]}},
    },
)
