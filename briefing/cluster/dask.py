"""The line to a scheduler of Dask: the one module that knows the library.

A task is bound to one worker, so that Dask neither moves it nor begins it anew: who makes up for a lost worker is
decided by `crew`. Of Dask's own configuration only the certificates for tls:// are taken over; nothing else of it, from
whatever file or variable, changes what happens here. What Dask logs is not for the user.
"""

import asyncio
import logging
import socket
import threading
import uuid
import warnings
from collections.abc import Coroutine, Mapping
from concurrent.futures import TimeoutError as TooLateError
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import ModuleType
from typing import Any, TypeVar
from urllib.parse import urlsplit

from briefing.cluster.errand import carry_out
from briefing.cluster.line import Broken, Heard, LineLostError
from briefing.model.problem import FaultyInputError, Problem

Answer = TypeVar("Answer")

_CONNECT = 20.0
"""Seconds in which a scheduler has to answer."""
_ANSWER = 30.0
"""Seconds in which one that has answered once has to do so again."""
_LEAVE = 5.0
_READY = "running"
_CERTIFICATES = "distributed.comm.tls"
_LOGS = ("distributed", "distributed.client", "distributed.core", "tornado", "tornado.application", "asyncio")
_HINT_CERTIFICATES = "Name them: DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__CLIENT__CERT and …__TLS__CLIENT__KEY."
_HINT_START = "Start one: dask scheduler --host ADDRESS --port 8786. Where it has certificates, begin with tls://."


class DaskLine:
    """A line to the workers of a scheduler; leave it with `close`."""

    def __init__(self, address: str) -> None:
        """Go to a scheduler.

        Raises FaultyInputError: E310 where Dask is not installed or its files cannot be read, E311 where no scheduler
        answers there, or one of another version.
        """
        self._address = address
        self._dask = _library()
        _only_certificates()
        self._came: SimpleQueue[tuple[str, bytes | Broken]] = SimpleQueue()
        self._given: dict[str, Any] = {}
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda _loop, _about: None)
        self._thread = threading.Thread(target=_run, args=(self._loop,), name="cluster", daemon=True)
        self._thread.start()
        self._client: Any = None
        try:
            _knock(address)
            self._wait(self._connect(), _CONNECT + _LEAVE)
            client: Any = self._client
            there = self._wait(client.scheduler.versions(), _ANSWER)["packages"].get("distributed")
        except FaultyInputError:
            self.close()
            raise
        except Exception as error:  # whatever answers there, and however
            self.close()
            message = f"no scheduler of Dask answers at {address}: {_said(error)}"
            raise FaultyInputError([Problem("E311", message, _HINT_START)]) from error
        if there != self._dask.__version__:
            self.close()
            message = f"the scheduler at {address} is of Dask {there}, and here is {self._dask.__version__}"
            hint = f'On every machine of the cluster: pip install "distributed=={self._dask.__version__}"'
            raise FaultyInputError([Problem("E311", message, hint)])

    async def _connect(self) -> None:
        security = self._dask.Security()
        if self._address.startswith("tls://") and security.get_connection_args("client")["ssl_context"] is None:
            message = f"no certificates are named by which {self._address} could know this machine"
            raise FaultyInputError([Problem("E311", message, _HINT_CERTIFICATES)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._client = self._dask.Client(
                self._address,
                asynchronous=True,
                set_as_default=False,
                security=security,
                timeout=_CONNECT,
                name="briefing",
                direct_to_workers=False,
            )
            try:
                await self._client
            except BaseException:
                self._client.status = "closed"  # it was never open, and need not be waited for
                raise

    def workers(self) -> Mapping[str, Heard]:
        """The workers that the scheduler knows; the folder of a worker is that of no other process."""
        self._need_line()
        try:
            known = self._wait(self._client.scheduler.identity(n_workers=-1), _ANSWER)["workers"]
        except (OSError, TooLateError) as error:
            raise LineLostError(_said(error)) from error
        return {
            f"{address} {one['local_directory']}": Heard(address, one["last_seen"], one["status"] == _READY)
            for address, one in known.items()
        }

    def give(self, address: str, work: str, packed: bytes) -> str:
        """Send a task to a worker."""
        self._need_line()
        ticket = f"briefing-{uuid.uuid4().hex}"
        asyncio.run_coroutine_threadsafe(self._fetch(ticket, address, work, packed), self._loop)
        return ticket

    async def _fetch(self, ticket: str, address: str, work: str, packed: bytes) -> None:
        came: bytes | Broken
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # such as that a task is large
                future = self._client.submit(
                    carry_out,
                    work,
                    packed,
                    key=ticket,
                    workers=[address],
                    allow_other_workers=False,
                    pure=False,
                    retries=0,
                )
            self._given[ticket] = future
            came = await future
        except asyncio.CancelledError:
            came = Broken("lost the line to the scheduler")
        except Exception as error:  # noqa: BLE001 (whatever a worker raises is told of that task)
            came = Broken(f"broke off: {_said(error)}")
        self._came.put((ticket, came))

    def take(self, seconds: float) -> tuple[str, bytes | Broken] | None:
        """What has come back first."""
        try:
            ticket, came = self._came.get(timeout=seconds)
        except Empty:
            self._need_line()
            return None
        self.drop(ticket)
        if isinstance(came, Broken):
            self._need_line()
        return ticket, came

    def drop(self, ticket: str) -> None:
        """Let the scheduler forget a task."""
        future = self._given.pop(ticket, None)
        if future is not None:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(future.release)

    def close(self) -> None:
        """Leave; the scheduler forgets what was given and has not come back."""
        with suppress(Exception):
            if self._client is not None and self._client.status != "closed":
                self._wait(self._leave(), 2 * _LEAVE)
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(2 * _LEAVE)

    async def _leave(self) -> None:
        try:
            await self._client.close(timeout=_LEAVE)
        finally:
            self._client.status = "closed"

    def _need_line(self) -> None:
        if self._client.status != "running":
            raise LineLostError("it does not answer any more")

    def _wait(self, work: Coroutine[Any, Any, Answer], seconds: float) -> Answer:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """Run a loop until it is stopped, and break off what is still waited for in it."""
    try:
        loop.run_forever()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.wait(left, timeout=_LEAVE))
    finally:
        loop.close()


def own_folder() -> str | None:
    """In a worker: the folder that is its own, which Dask removes after it; None anywhere else."""
    import distributed  # noqa: PLC0415 (in a worker it is there)

    try:
        return str(distributed.get_worker().local_directory)
    except ValueError:
        return None


def _library() -> ModuleType:
    """Dask, without what files in a home folder make of it. Raises FaultyInputError (E310)."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.disable()  # while it is loaded, too
    try:
        import distributed  # noqa: PLC0415 (the library is an extra)
    except ImportError:
        message = "what talks to a cluster is not installed"
        hint = "Install the extra cluster: pip install 'briefing[cluster]'"
        raise FaultyInputError([Problem("E310", message, hint)]) from None
    except (ValueError, OSError) as error:
        said = _said(error).partition(", original error message")[0]
        message = f"the configuration of Dask on this machine cannot be read: {said}"
        raise FaultyInputError([Problem("E310", message, "Mend it, or take it out: ~/.config/dask")]) from None
    finally:
        logging.disable(logging.NOTSET)
        root.handlers[:], root.level = before
    return distributed


def _only_certificates() -> None:
    """Of all that files and variables tell Dask, keep what is needed for tls://; and let it log nothing."""
    from dask import config  # noqa: PLC0415

    certificates = config.get(_CERTIFICATES, default={})
    config.refresh(paths=[], env={})
    config.set({_CERTIFICATES: certificates})
    for name in _LOGS:
        log = logging.getLogger(name)
        log.handlers = [logging.NullHandler()]
        log.propagate = False


def _knock(address: str) -> None:
    """See that somebody listens there; Dask would try for long, and not say why it is refused. Raises OSError."""
    parts = urlsplit(address)
    socket.create_connection((parts.hostname or "", parts.port or 0), timeout=_CONNECT).close()


def _said(error: BaseException) -> str:
    """What an error says, on one line."""
    said = (error.strerror or "").lower() if isinstance(error, OSError) else ""
    said = said or str(error).strip() or type(error).__name__
    if said.startswith("in <"):  # of which connection
        said = said.partition(">: ")[2]
    return said.splitlines()[0][:200].removesuffix(".")
