"""The time as an authority stamps it (RFC 3161), asked for through the one place that goes to the network."""

from typing import ClassVar

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, dummy_digest, handle_tsp_response

from briefing.fetch import NoAnswerError, ask
from briefing.seal.refusal import no_time

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


class _Response(core.Sequence):  # type: ignore[misc]
    """An answer, to which a stamp need not belong: a refusal has none (RFC 3161, 2.4.2)."""

    _fields: ClassVar = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class Clock(TimeStamper):
    """Stamps with the time of the authority at an address; what it refuses is a problem (E893)."""

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = address
        self._sample: dict[str, cms.ContentInfo] = {}

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        """A stamp of nothing, from which the room for others is reckoned; one is enough."""
        if md_algorithm not in self._sample:
            self._sample[md_algorithm] = await self.async_timestamp(dummy_digest(md_algorithm), md_algorithm)
        return self._sample[md_algorithm]

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """The stamp of a digest. Raises FaultyInputError (E893)."""
        nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        try:
            answer = ask(self._address, request.dump(), kind=_QUERY, answered=_REPLY)
            stamp = handle_tsp_response(_Response.load(answer, strict=True), nonce)
            told = stamp["content"]["encap_content_info"]["content"].parsed
            if told["message_imprint"]["hashed_message"].native != message_digest:
                raise no_time(f"{self._address} stamped something else than was sent")
        except NoAnswerError as error:
            raise no_time(f"{self._address} does not tell the time: {error}") from error
        except TimestampRequestError as error:
            raise no_time(f"{self._address} does not tell the time: it refuses, or answers another question") from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise no_time(f"{self._address} does not tell the time: its answer is no stamp") from error
        return stamp
