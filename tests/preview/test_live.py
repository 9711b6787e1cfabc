"""A brief that is previewed: whatever is saved, however, is read and shown; nothing that was known is lost."""

import asyncio
import hashlib
from typing import Any

import pytest

from briefing.preview.live import Live
from tests.preview_desk import until, watching
from tests.workbench import BRIEF, HOUSE, DeskCopy

TITLE = "A second ferry, and a quay that may not bear it"


def codes(state: Any) -> list[str]:
    return [problem["code"] for problem in state["problems"]]


def status(state: Any, audience: str = "chief") -> str:
    return str(state["variants"][audience]["A4"]["status"]) if state["variants"] else ""


def is_current(state: Any) -> bool:
    """Whether the plain print of every audience is there, as it would be made now."""
    every = [prints["A4"]["status"] for prints in state["variants"].values()]
    return bool(every) and set(every) == {"current"} and not state["busy"]


def test_the_state_says_what_the_page_shows(desk: DeskCopy) -> None:
    async def test(live: Live) -> None:
        state = await until(live, is_current)
        assert (state["brief"], state["title"], state["date"]) == ("harbour", TITLE, "2026-03-09")
        sha256 = hashlib.sha256((desk.folder / BRIEF).read_bytes()).hexdigest()
        assert state["summary"] == {"file": BRIEF, "sha256": sha256}
        assert [one["name"] for one in state["audiences"]] == ["chief", "board", "public", "reader"]
        assert state["audiences"][0]["max_pages"] == 2
        assert state["view"] == {"audience": "chief", "print": "A4"}
        assert [page["label"] for page in state["variants"]["chief"]["A4"]["pages"]] == ["1", "2"]
        assert codes(state) == []

    watching(desk, test)


def test_a_misquote_is_told_with_its_difference_and_taken_back(desk: DeskCopy) -> None:
    async def test(live: Live) -> None:
        await until(live, is_current)
        text = (desk.folder / BRIEF).read_text("utf-8")
        quoted = next(one for item in live.state()["items"] for one in item["quotes"])
        words = quoted["text"].split()
        desk.write(text.replace(quoted["text"], " ".join([words[0], "never", *words[1:]])))
        state = await until(live, lambda state: "E101" in codes(state) and is_current(state))
        (problem,) = [one for one in state["problems"] if one["code"] == "E101"]
        unlike = [piece for piece in problem["difference"]["pieces"] if piece["kind"] != "same"]
        assert [(piece["kind"], piece["quotation"].strip()) for piece in unlike] == [("added", "never")]
        assert problem["file"] == BRIEF
        assert problem["source"] == (desk.folder / BRIEF).read_text("utf-8").split("\n")[problem["line"] - 1]
        assert state["variants"]["chief"]["A4"]["draft"] is True
        failing = [one for item in state["items"] for one in item["quotes"] if not one["ok"]]
        assert [one["difference"]["passage"] for one in failing] == [problem["difference"]["passage"]]
        desk.write(text)
        state = await until(live, lambda state: not codes(state) and is_current(state))
        assert state["variants"]["chief"]["A4"]["draft"] is False

    watching(desk, test)


def test_what_cannot_be_read_keeps_the_pages_and_what_was_known(desk: DeskCopy) -> None:
    async def test(live: Live) -> None:
        before = await until(live, is_current)
        text = (desk.folder / BRIEF).read_text("utf-8")
        desk.write("title: [\n")
        state = await until(live, lambda state: codes(state) == ["E003"])
        assert state["title"] == TITLE
        assert (state["items"], state["articles"]) == (before["items"], before["articles"])
        assert status(state) == "stale"
        assert state["variants"]["chief"]["A4"]["pages"]
        assert state["summary"]["sha256"] == hashlib.sha256(b"title: [\n").hexdigest()
        desk.write(text)
        await until(live, is_current)

    watching(desk, test)


def test_a_brief_that_cannot_be_read_from_the_beginning_is_told(desk: DeskCopy) -> None:
    desk.write("- no mapping\n")

    async def test(live: Live) -> None:
        state = await until(live, codes)
        assert (state["title"], state["items"], status(state)) == ("harbour", [], "never")
        assert state["audiences"]

    watching(desk, test)


def by_renaming(desk: DeskCopy, file: str, text: str) -> None:
    new = desk.write(text, f"{file}.new")
    new.replace(desk.folder / file)


def in_two_steps(desk: DeskCopy, file: str, text: str) -> None:
    with (desk.folder / file).open("w", encoding="utf-8") as opened:
        opened.write(text[:100])
        opened.flush()
        opened.write(text[100:])


def over_itself(desk: DeskCopy, file: str, text: str) -> None:
    (desk.folder / file).unlink()
    desk.write(text, file)


@pytest.mark.parametrize("save", [by_renaming, in_two_steps, over_itself])
def test_a_save_is_seen_however_an_editor_makes_it(desk: DeskCopy, save: Any) -> None:
    async def test(live: Live) -> None:
        await until(live, is_current)
        text = (desk.folder / BRIEF).read_text("utf-8").replace(TITLE, "Another title")
        save(desk, BRIEF, text)
        state = await until(live, lambda state: state["title"] == "Another title" and is_current(state))
        changed = [page["changed"] for page in state["variants"]["chief"]["A4"]["pages"]]
        assert changed == [True, False]

    watching(desk, test)


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("sources/harbour/ferry.txt", "Nothing of this is quoted anywhere.\n", "E101"),
        (HOUSE, "organisation: [", "E003"),
        ("layouts/own/layout.yaml", "extends: nothing-there\n", "E022"),
    ],
)
def test_every_file_that_a_brief_is_made_of_is_watched(desk: DeskCopy, file: str, text: str, code: str) -> None:
    async def test(live: Live) -> None:
        await until(live, is_current)
        before = (desk.folder / file).read_text("utf-8") if (desk.folder / file).exists() else None
        desk.write(text, file)
        state = await until(live, codes)
        assert code in codes(state)
        if before is None:
            (desk.folder / file).unlink()
        else:
            desk.write(before, file)
        await until(live, lambda state: not codes(state) and is_current(state))

    watching(desk, test)


def test_an_article_that_comes_later_is_seen(desk: DeskCopy) -> None:
    file = desk.folder / "sources/harbour/ferry.txt"
    text = file.read_bytes()
    file.unlink()

    async def test(live: Live) -> None:
        await until(live, lambda state: "E011" in codes(state))
        file.write_bytes(text)
        await until(live, lambda state: not codes(state) and is_current(state))

    watching(desk, test)


def test_what_is_written_through_it_is_read_before_it_goes_on(desk: DeskCopy) -> None:
    async def test(live: Live) -> None:
        data = live.read().replace(TITLE.encode(), b"Written through the page")
        live.write(data)
        await live.settled()
        state = live.state()
        assert state["title"] == "Written through the page"
        assert state["summary"]["sha256"] == hashlib.sha256(data).hexdigest()
        assert (desk.folder / BRIEF).read_bytes() == data
        await live.settled()  # also where nothing has changed

    watching(desk, test)


def test_a_link_stays_a_link_when_it_is_written(desk: DeskCopy) -> None:
    file = desk.folder / BRIEF
    elsewhere = desk.folder / "elsewhere.yaml"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)

    async def test(live: Live) -> None:
        live.write(live.read() + b"# more\n")
        assert file.is_symlink()
        assert elsewhere.read_bytes().endswith(b"# more\n")

    watching(desk, test)


def test_the_print_in_view_is_made_though_no_pack_was_asked_for(desk: DeskCopy) -> None:
    desk.edit("max_pages: 2", "max_pages: 2\n    pack: [Letter, cover]", HOUSE)

    async def test(live: Live) -> None:
        state = await until(live, is_current)
        assert {name: one["status"] for name, one in state["variants"]["chief"].items()} == {
            "A4": "current",
            "Letter": "never",
            "cover": "never",
        }
        live.look(("chief", "cover"))
        await until(live, lambda state: state["variants"]["chief"]["cover"]["status"] == "current")
        live.look(("nobody", "../../etc/passwd"))  # not known: nothing comes of it
        assert live.pdf(("nobody", "../../etc/passwd")) is None

    watching(desk, test)


def test_a_brief_that_nobody_looks_at_rests_and_goes_on_with_what_it_knows(
    desk: DeskCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.preview.live._REST", 0.05)

    async def test(live: Live) -> None:
        with live.watched():
            before = await until(live, is_current)
            assert live._tasks
        while live._tasks:
            await asyncio.sleep(0.01)
        assert live._workers == []
        assert live.state()["variants"] == before["variants"]
        desk.edit(f"  default: {TITLE}", "  default: Written while it rested")
        with live.watched():
            await live.start()
            state = await until(live, lambda state: state["title"] == "Written while it rested" and is_current(state))
            assert [page["changed"] for page in state["variants"]["chief"]["A4"]["pages"]] == [True, False]

    watching(desk, test)


def test_items_say_who_reads_them_and_what_they_cite(desk: DeskCopy) -> None:
    async def test(live: Live) -> None:
        state = await until(live, is_current)
        items = {tuple(item["path"]): item for item in state["items"]}
        paragraphs = {
            (article["key"], block["paragraph"]): block for article in state["articles"] for block in article["blocks"]
        }
        assert [item["number"] for item in items.values()] == list(range(1, len(items) + 1))
        for path, item in items.items():
            for cite in item["cites"]:
                for number in range(cite["first"], cite["last"] + 1):
                    block = paragraphs[cite["article"], number]
                    assert list(path) in block["cited_by"]
                    assert block["text"] in cite["text"]
        lit = [(block["text"], span) for block in paragraphs.values() for span in block["lit"]]
        assert lit
        assert all(span["ok"] and text[span["start"] : span["end"]].strip() for text, span in lit)
        limited = [item for item in items.values() if item["only"] or item["except"]]
        assert limited
        for item in limited:
            assert not set(item["readers"]) & set(item["except"])
            assert item["only"] is None or set(item["readers"]) <= set(item["only"])

    watching(desk, test)


def test_a_drafted_item_is_told_from_one_that_is_confirmed(desk: DeskCopy) -> None:
    async def test(live: Live) -> None:
        await until(live, is_current)
        assert not any(item["drafted"] for item in live.state()["items"])
        text = (desk.folder / BRIEF).read_text("utf-8")
        line = next(line for line in text.split("\n") if line.startswith("  - {id: berth"))
        desk.write(text.replace(line, f"{line}  # confirm"))
        await until(live, lambda state: [item["id"] for item in state["items"] if item["drafted"]] == ["berth"])

    watching(desk, test)
