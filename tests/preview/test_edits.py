"""The answers to what a page wants to change: on a small desk, with nothing of the preview but these routes."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from briefing.preview.edits import Values, routes
from briefing.preview.ground import Grounds
from briefing.preview.saving import Saving
from briefing.preview.turns import digest
from tests.asgi import Answer, ask
from tests.workbench import BRIEF, DeskCopy


@dataclass
class Shown:
    """A brief in front of those who look at it: what it is told, and that it was read again."""

    file: Path
    saving: Saving
    grounds: Grounds
    writing: Values = field(default_factory=dict)
    told: int = 0
    settlings: int = 0

    async def settled(self) -> None:
        self.settlings += 1
        self.saving.see()

    async def tell(self) -> None:
        self.told += 1

    def state(self, view: tuple[str, str] | None = None) -> Values:
        return {"summary": {"sha256": digest(self.file.read_bytes())}, "writing": self.writing, "view": view}


@dataclass
class Page:
    """A page in a browser: it knows what it saw last, and asks for changes of that."""

    app: Starlette
    shown: Shown
    base: str

    def ask(self, what: str, **body: Any) -> tuple[int, Any]:
        answer = self.post(what, json.dumps({"base": self.base, **body}).encode())
        told = answer.json()
        self.base = told["state"]["summary"]["sha256"] if "state" in told else self.base
        return answer.status, told

    def post(self, what: str, body: bytes) -> Answer:
        return asyncio.run(ask(self.app, "POST", f"/briefs/harbour/{what}", body=(body,)))

    def edit(self, **edit: Any) -> tuple[int, Any]:
        return self.ask("edit", edit=edit)


@pytest.fixture
def page(desk: DeskCopy) -> Page:
    """A page that shows the brief as it lies there."""
    file = desk.folder / BRIEF
    shown = Shown(file, Saving(file), Grounds(desk.folder, file))
    shown.saving.see()

    async def brief(_request: Request) -> Shown:
        return shown

    return Page(Starlette(routes=routes(brief)), shown, digest(file.read_bytes()))


def text_of(page: Page) -> str:
    return page.shown.file.read_bytes().decode()


def test_an_edit_is_written_and_answered_with_the_state_after_it(page: Page) -> None:
    status, told = page.edit(kind="text", path=["context", 0], text="Two boats serve them.")
    assert status == 200
    assert told["path"] == ["context", 0]
    assert told["state"]["summary"]["sha256"] == digest(page.shown.file.read_bytes())
    assert told["state"]["writing"] == {"can_undo": True, "can_redo": False, "conflict": None}
    assert "  - Two boats serve them.\n" in text_of(page)
    assert page.shown.settlings == 1


def test_undo_and_redo_go_through_all_tabs(page: Page) -> None:
    before = text_of(page)
    page.edit(kind="marking", path=["context", 0], marking="TLP:RED")
    other = Page(page.app, page.shown, page.base)
    status, told = other.ask("undo")
    assert (status, text_of(page)) == (200, before)
    assert told["state"]["writing"]["can_redo"]
    assert page.ask("undo")[0] == 422
    assert other.ask("redo")[0] == 200
    assert "marking: TLP:RED" in text_of(page).split("timeline")[0]


def test_what_is_refused_is_told_with_its_place_and_nothing_is_written(page: Page) -> None:
    before = text_of(page)
    status, told = page.edit(kind="drop", path=["context", 7])
    assert status == 422
    assert told["problem"]["code"] == "E722"
    assert told["problem"]["hint"]
    page.shown.file.write_text(before.replace("context:", "context: ["), "utf-8")
    page.base = digest(page.shown.file.read_bytes())
    status, told = page.edit(kind="drop", path=["context", 0])
    assert (status, told["problem"]["code"]) == (422, "E723")
    assert told["problem"]["line"]
    assert told["problem"]["source"]


def test_a_brief_that_is_not_utf_8_is_left_alone(page: Page) -> None:
    page.shown.file.write_bytes(b"title: caf\xe9\n")
    page.base = digest(b"title: caf\xe9\n")
    assert page.edit(kind="drop", path=["context", 0])[1]["problem"]["code"] == "E723"


@pytest.mark.parametrize("body", [b"", b"[]", b'{"edit": 1}', b'{"edit": {}, "base": 7}', b"[" * 100_000, b"\xff"])
def test_what_cannot_be_read_is_refused(page: Page, body: bytes) -> None:
    answer = page.post("edit", body)
    assert answer.status == 422
    assert answer.json()["problem"]["code"] == "E722"


def test_the_same_item_changed_on_disk_is_a_conflict_that_shows_all_three(page: Page) -> None:
    before = text_of(page)
    disk = before.replace("One boat has served", "Two boats have served")
    page.shown.file.write_text(disk, "utf-8")
    status, told = page.edit(kind="text", path=["context", 0], text="Three boats.")
    assert status == 409
    conflict = told["conflict"]
    assert (conflict["file"], conflict["base"], conflict["disk"]) == ("brief.yaml", before, disk)
    assert "Three boats." in conflict["mine"]
    [one] = conflict["differences"]
    assert (one["path"], one["mine"]) == (["context", 0], "Three boats.")
    assert page.shown.writing["conflict"] == conflict
    assert text_of(page) == disk


@pytest.mark.parametrize(("take", "stands", "kept"), [("mine", "Three", "disk"), ("disk", "Two", "mine")])
def test_a_conflict_is_decided_and_the_other_text_is_kept(page: Page, take: str, stands: str, kept: str) -> None:
    page.shown.file.write_text(text_of(page).replace("One boat has served", "Two boats have served"), "utf-8")
    page.edit(kind="text", path=["context", 0], text="Three boats have served.")
    status, told = page.ask("resolve", take=take)
    assert (status, told["kept"]) == (200, f"brief.{kept}.yaml")
    assert f"{stands} boats have served" in text_of(page)
    assert f"{stands} boats" not in (page.shown.file.parent / told["kept"]).read_text("utf-8")
    assert told["state"]["writing"]["conflict"] is None


def test_another_item_changed_on_disk_leaves_both_changes(page: Page) -> None:
    page.shown.file.write_text(text_of(page).replace("  - One boat", "  - First.\n  - One boat"), "utf-8")
    status, told = page.edit(kind="marking", path=["context", 1], marking="TLP:RED")
    assert (status, told["path"]) == (200, ["context", 2])
    assert "  - First.\n" in text_of(page)
    assert "{id: vote, text: The council voted on Monday., marking: TLP:RED" in text_of(page)


def test_a_dry_run_tells_who_would_get_an_item_and_writes_nothing(page: Page) -> None:
    before = text_of(page)
    status, told = page.ask(
        "edit", edit={"kind": "marking", "path": ["context", 0], "marking": "TLP:GREEN"}, dry_run=True
    )
    assert status == 200
    assert told["readers"] == ["board", "reader"]
    assert {one["name"]: one["why"] for one in told["left"]} == {
        "chief": "their variant has no section context",
        "public": "they may see TLP:CLEAR at most",
    }
    assert told["diff"] == [
        "-  - One boat has served the northern islands until now.",
        "+  - text: One boat has served the northern islands until now.",
        "+    marking: TLP:GREEN",
    ]
    assert text_of(page) == before
    assert not page.shown.saving.can_undo


def test_a_dry_run_tells_what_the_check_would_say(page: Page) -> None:
    edit = {"kind": "text", "path": ["expert_views", 1, "quotes", 1], "text": "One ferry is no service."}
    told = page.ask("edit", edit=edit, dry_run=True)[1]
    assert [one["code"] for one in told["problems"]] == ["E101"]
    assert told["mended"] == []


def test_a_quotation_is_taken_from_the_article_as_it_lies_there_now(page: Page, desk: DeskCopy) -> None:
    words = {
        "article": "A",
        "paragraph": 2,
        "start": 1,
        "end": 36,
        "words": "We have waited eleven years for this"[:35],
    }
    assert page.edit(kind="quote", **words, expert="New Voice")[0] == 200
    ferry = desk.brief / "ferry.txt"
    ferry.write_text(ferry.read_text("utf-8").replace("eleven years", "twelve years"), "utf-8")
    status, told = page.edit(kind="quote", **words, expert="Other Voice")
    assert (status, told["problem"]["code"]) == (422, "E721")
    ferry.unlink()
    assert page.edit(kind="quote", **words, expert="Other Voice")[1]["problem"]["code"] == "E722"


def test_house_style_that_cannot_be_read_refuses_edits(page: Page, desk: DeskCopy) -> None:
    desk.append("nonsense: 1\n", "sources/house.yaml")
    status, told = page.edit(kind="text", path=["context", 0], text="New")
    assert status == 422
    assert told["problem"]["file"] == "house.yaml"
