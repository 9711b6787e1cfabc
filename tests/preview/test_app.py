"""The web application: what each address answers, and that none leads anywhere else."""

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from briefing.preview.app import Preview, application
from briefing.preview.guard import HEADER
from briefing.preview.live import Live
from briefing.preview.opening import Editor
from briefing.preview.setting import Setting
from tests.archive_desk import filed
from tests.asgi import HOST, TOKEN, Answer, ask
from tests.preview_desk import LONGEST, NOW, QuickWorker, until
from tests.workbench import BRIEF, DeskCopy, copy_desk

WITH_TOKEN = (("host", HOST), (HEADER, TOKEN))


class Browser:
    """What a browser asks of a preview, and its brief."""

    def __init__(self, desk: DeskCopy, *names: str, editor: Editor | None = None) -> None:
        folders = [desk.folder / "sources" / name for name in names or ("harbour",)]
        setting = Setting(TOKEN, lambda: NOW, editor=editor, hire=QuickWorker)  # type: ignore[arg-type]
        self.preview = Preview(desk.folder, folders, setting)
        self.app = application(self.preview, 8765)

    @property
    def live(self) -> Live:
        return self.preview.live["harbour"]

    async def get(self, address: str) -> Answer:
        return await ask(self.app, "GET", address)

    async def post(self, address: str, body: Any) -> Answer:
        given = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await ask(self.app, "POST", address, WITH_TOKEN, [given])

    async def pressed(self) -> Any:
        """The state when everything is shown."""
        await self.live.start()
        return await until(self.live, lambda state: not state["busy"] and is_current(state))


async def followed(browser: Browser) -> None:
    """Wait until somebody follows the brief."""
    while not browser.live._watchers:
        await asyncio.sleep(0)


def is_current(state: Any) -> bool:
    every = [prints["A4"]["status"] for prints in state["variants"].values()]
    return bool(every) and set(every) == {"current"}


def browse(browser: Browser, test: Callable[[Browser], Awaitable[None]]) -> None:
    """Run a test with a preview, and end it."""

    async def run() -> None:
        async with asyncio.timeout(LONGEST * 2):
            try:
                await test(browser)
            finally:
                await browser.preview.close()

    asyncio.run(run())


def test_one_brief_is_shown_at_once_and_its_page_can_be_read_without_a_script(desk: DeskCopy) -> None:
    desk.edit("The ferry is likely to cost more than the 48 million voted.", "It is likely to cost 49 million.")

    async def test(browser: Browser) -> None:
        home = await browser.get("/")
        assert (home.status, home.headers["location"]) == (303, "/briefs/harbour")
        page = await browser.get("/briefs/harbour")
        assert page.status == 200
        assert "A second ferry, and a quay that may not bear it" in page.text
        assert "E104" in page.text
        assert TOKEN in page.text

    browse(Browser(desk), test)


def test_of_several_briefs_there_is_a_list(desk: DeskCopy) -> None:
    desk.write((desk.folder / BRIEF).read_bytes(), "sources/other/brief.yaml")

    async def test(browser: Browser) -> None:
        home = await browser.get("/")
        assert home.status == 200
        assert 'href="/briefs/harbour"' in home.text
        assert 'href="/briefs/other"' in home.text
        assert TOKEN not in home.text

    browse(Browser(desk, "harbour", "other"), test)


def test_pages_come_as_pictures_and_as_the_pdf(desk: DeskCopy) -> None:
    async def test(browser: Browser) -> None:
        state = await browser.pressed()
        assert state == (await browser.get("/briefs/harbour/state")).json()
        first = state["variants"]["public"]["A4"]["pages"][0]["digest"]
        picture = await browser.get(f"/briefs/harbour/pages/{first}.png?scale=2&grey=1")
        assert (picture.status, picture.headers["content-type"]) == (200, "image/png")
        assert "immutable" in picture.headers["cache-control"]
        assert Image.open(BytesIO(picture.body)).size == (1587, 2246)
        pdf = await browser.get("/briefs/harbour/pdf/public/A4")
        assert (pdf.headers["content-type"], pdf.body[:5]) == ("application/pdf", b"%PDF-")

    browse(Browser(desk), test)


@pytest.mark.parametrize(
    "address",
    [
        "/briefs/nobody",
        "/briefs/..",
        "/briefs/%2e%2e%2f%2e%2e",
        "/briefs/..%2fharbour/state",
        "/briefs/harbour/pages/0.png",
        "/briefs/harbour/pages/..%2f..%2fbrief.yaml.png",
        "/briefs/harbour/pages/00000000000000000000000000000000.png?scale=4",
        "/briefs/harbour/pages/00000000000000000000000000000000.png?scale=1&grey=2",
        "/briefs/harbour/pdf/nobody/A4",
        "/briefs/harbour/pdf/public/..%2f..%2fhouse.yaml",
        "/static/../page.py",
        "/static/%2e%2e/page.py",
        "/static/..%2f..%2fdesk.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/",
        "/static/fonts/..%2f..%2fpage.py",
        "/etc/passwd",
        "/briefs/harbour/editions/..%2f../public",
        "/briefs/harbour/editions/v1/..%2f..",
        "/briefs/harbour/changes?old=../../x&new=v1",
    ],
)
def test_no_address_leads_out(desk: DeskCopy, address: str) -> None:
    async def test(browser: Browser) -> None:
        await browser.pressed()
        answer = await browser.get(address)
        assert answer.status == 404
        assert len(answer.body) < 400
        assert b"root:" not in answer.body

    browse(Browser(desk), test)


def test_what_only_reads_cannot_be_posted_to_and_the_reverse(desk: DeskCopy) -> None:
    async def test(browser: Browser) -> None:
        assert (await browser.post("/briefs/harbour/state", {})).status == 405
        assert (await browser.get("/briefs/harbour/open")).status == 405

    browse(Browser(desk), test)


def test_whoever_lacks_the_token_changes_nothing(desk: DeskCopy) -> None:
    before = (desk.folder / BRIEF).read_bytes()

    async def test(browser: Browser) -> None:
        state = await browser.pressed()
        body = {"base": state["summary"]["sha256"], "edit": {"kind": "drop", "path": ["bottom_line", 0]}}
        given = [json.dumps(body).encode()]
        for headers in (
            [("host", HOST)],
            [("host", HOST), (HEADER, "wrong")],
            [("host", HOST), (HEADER, TOKEN), ("origin", "https://evil.example")],
            [("host", HOST), (HEADER, TOKEN), ("sec-fetch-site", "cross-site")],
            [("host", "evil.example:8765"), (HEADER, TOKEN)],
        ):
            answer = await ask(browser.app, "POST", "/briefs/harbour/edit", headers, given)
            assert answer.status == 403
        assert (desk.folder / BRIEF).read_bytes() == before

    browse(Browser(desk), test)


async def stream(browser: Browser, address: str, enough: Callable[[list[Any]], bool]) -> list[Any]:
    """The states that a stream of events brings, until there are enough."""
    brought: list[Any] = []
    parts: asyncio.Queue[bytes] = asyncio.Queue()
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"host", HOST.encode())],
    }

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        await parts.put(message.get("body", b""))

    asking = asyncio.create_task(browser.app(scope, receive, send))
    text = ""
    try:
        while not enough(brought):
            text += (await parts.get()).decode()
            *whole, text = text.split("\n\n")
            for event in whole:
                lines = dict(line.split(": ", 1) for line in event.split("\n"))
                if lines.get("event") == "state":
                    brought.append(json.loads(lines["data"]))
    finally:
        asking.cancel()
    return brought


def test_events_bring_the_state_when_it_changes_and_not_what_stayed_as_it_was(desk: DeskCopy) -> None:
    async def test(browser: Browser) -> None:
        await browser.pressed()
        events = asyncio.create_task(
            stream(
                browser,
                "/briefs/harbour/events?audience=public&print=A4",
                lambda all_: bool(all_) and all_[-1]["title"] == "Another" and is_current(all_[-1]),
            )
        )
        await followed(browser)
        desk.edit("  default: A second ferry, and a quay that may not bear it", "  default: Another")
        first, *others = await events
        assert first["view"] == {"audience": "public", "print": "A4"}
        assert first["items"]
        assert first["articles"]
        serials = [state["serial"] for state in (first, *others)]
        assert serials == sorted(set(serials))
        assert not any("articles" in state for state in others)

    browse(Browser(desk), test)


def test_streams_end_with_the_preview(desk: DeskCopy) -> None:
    async def test(browser: Browser) -> None:
        await browser.pressed()
        events = asyncio.create_task(ask(browser.app, "GET", "/briefs/harbour/events"))
        await followed(browser)
        browser.preview.end()
        answer = await events
        assert answer.headers["content-type"].startswith("text/event-stream")

    browse(Browser(desk), test)


# What is filed


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_editions_are_shown_and_the_archive_stays_as_it_is(tmp_path: Path) -> None:
    desk = filed(tmp_path / "desk")
    before = everything(desk.archive)

    async def test(browser: Browser) -> None:
        editions = (await browser.get("/briefs/harbour/editions")).json()
        assert [(one["name"], one["edition"]) for one in editions] == [("v1", "1.0"), ("v2", "1.1"), ("v3", "2.0")]
        assert [one["name"] for one in editions[0]["audiences"]] == ["chief", "public"]
        pages = (await browser.get("/briefs/harbour/editions/v1/chief")).json()["pages"]
        assert [page["label"] for page in pages] == [str(number) for number in range(1, len(pages) + 1)]
        picture = await browser.get(f"/briefs/harbour/pages/{pages[0]['digest']}.png")
        assert picture.headers["content-type"] == "image/png"
        changes = (await browser.get("/briefs/harbour/changes?old=1.0&new=1.1&audience=chief")).json()
        (found,) = changes
        assert found["compared"]
        assert any("likelihood" in item["kinds"] for item in found["items"])
        assert found["lit"]["new"]
        for wrong in ("editions/v9/chief", "editions/v1/nobody", "changes?old=v9&new=v1", "changes?old=v1&audience=x"):
            answer = await browser.get(f"/briefs/harbour/{wrong}")
            assert answer.status == 404
            assert answer.json()["message"].endswith(".")

    browse(Browser(desk), test)
    assert everything(desk.archive) == before


def test_where_nothing_is_filed_the_list_is_empty(desk: DeskCopy) -> None:
    async def test(browser: Browser) -> None:
        assert (await browser.get("/briefs/harbour/editions")).json() == []
        assert (await browser.get("/briefs/harbour/editions/latest/public")).status == 404

    browse(Browser(desk), test)
    assert not (desk.folder / "archive").exists()


# The user's editor


def test_a_place_is_opened_in_the_users_editor(desk: DeskCopy) -> None:
    noted = desk.folder / "opened"
    editor = Editor(("sh", "-c", f'printf "%s\\n" "$@" > {noted}', "sh"), lambda *place: tuple(map(str, place)))

    async def test(browser: Browser) -> None:
        await browser.pressed()
        answer = await browser.post("/briefs/harbour/open", {"file": BRIEF, "line": 7, "column": 3})
        assert answer.status == 200
        while not noted.exists() or len(noted.read_text().split("\n")) < 4:
            await asyncio.sleep(0.02)
        assert noted.read_text().split("\n")[:3] == [str(desk.folder / BRIEF), "7", "3"]

    browse(Browser(desk, editor=editor), test)


@pytest.mark.parametrize(
    "body",
    [
        {"file": "/etc/passwd", "line": 1},
        {"file": "sources/harbour/../../../../etc/passwd", "line": 1},
        {"file": "", "line": 1},
        {"file": BRIEF, "line": 0},
        {"file": BRIEF, "line": "x; rm -rf /"},
        {"line": 1},
        [],
        b"no JSON",
        b"\xff",
    ],
)
def test_nothing_but_a_place_in_a_file_of_the_brief_is_opened(desk: DeskCopy, body: Any) -> None:
    noted = desk.folder / "opened"
    editor = Editor(("touch", str(noted)), lambda *_: ())

    async def test(browser: Browser) -> None:
        await browser.pressed()
        answer = await browser.post("/briefs/harbour/open", body)
        assert answer.status == 422
        assert answer.json()["message"].endswith(".")
        assert not noted.exists()

    browse(Browser(desk, editor=editor), test)


@pytest.mark.parametrize("editor", [None, Editor(("/no/such/editor",), lambda *_: ())])
def test_where_no_editor_can_be_started_it_is_said(desk: DeskCopy, editor: Editor | None) -> None:
    async def test(browser: Browser) -> None:
        await browser.pressed()
        answer = await browser.post("/briefs/harbour/open", {"file": BRIEF})
        assert answer.status == 422
        assert "VISUAL" in answer.json()["message"] or "/no/such/editor" in answer.json()["message"]

    browse(Browser(desk, editor=editor), test)


def test_the_moment_is_that_of_the_setting(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path / "desk")
    moments: list[dt.datetime] = []

    class Noting(QuickWorker):
        async def ask(self, job: str, **given: Any) -> Any:
            moments.extend([given["as_of"]] if "as_of" in given else [])
            return await super().ask(job, **given)

    async def test(browser: Browser) -> None:
        browser.live._hire = Noting  # type: ignore[assignment]
        await browser.pressed()
        assert set(moments) == {NOW}

    browse(Browser(desk), test)
