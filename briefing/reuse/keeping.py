"""Keeping: what was made of what is noted, so that nothing is made twice.

Three things are kept. Of each print, what it was made of (`spared`): when the same is to be made again and its PDF
still lies there, that is taken, and searched again where other texts are withheld now. Of each page that was pressed:
a digest of all that went into the press, and what was found of its pages; when another desk makes the same page its
PDF is taken, and checked and searched as if it had just been pressed. Of each build in which nothing went wrong:
everything that went in and came out, for `unchanged`.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefing.model.layout import Layout
from briefing.model.prints import Print
from briefing.model.problem import FaultyInputError, Problem
from briefing.model.variant import Variant
from briefing.press import Pressed
from briefing.press.fonts import Fonts
from briefing.printing.order import Made, Order
from briefing.printing.printing import Pressing, Printed, press_and_keep, press_page
from briefing.printing.put import put, read_earlier
from briefing.reuse.installed import Library, installed, libraries
from briefing.reuse.kept import FOLDER, digest, digest_of, digest_of_file, read, written
from briefing.reuse.pressed import of_pressed, to_pressed
from briefing.reuse.spared import (
    BORROWED,
    Spared,
    Trial,
    key_of_print,
    libraries_of,
    of_print,
    of_trials,
    to_print,
    to_trials,
)
from briefing.reuse.unchanged import (
    keeps,
)

_OTHER_FORM = (KeyError, TypeError, ValueError, AttributeError)
"""What a file of another form leads to, by whomever it was written: it counts as not there."""


@dataclass
class Keeping:
    """What is noted while a brief is built to an order; of an order that keeps nothing, nothing."""

    order: Order
    desk: Mapping[str, str | None] | None = None
    """Digests of the files of the desk; without them no print is spared."""
    _libraries: dict[str, Library] | None = field(default_factory=dict)
    _waiting: dict[Path, tuple[Path, str, Pressed]] = field(default_factory=dict)
    _noted: dict[Path, Mapping[str, Any]] = field(default_factory=dict)
    _pressed: dict[str, Pressed] = field(default_factory=dict)
    """The pages of trials, by the digest of all that went into the press: one of them may be the print."""

    def key_of(self, variant: Variant, one: Print, layout: Layout, tokens: Mapping[str, str] | None = None) -> str:
        """What a print is known by; nothing where none is spared."""
        if self.desk is None or not keeps(self.order):
            return ""
        return key_of_print(self.desk, variant, one, layout, tokens or {})

    def spared(self, path: Path, key: str) -> Spared | None:
        """The print that was made before and lay there, where the same is to be made."""
        if not key or self.order.fresh:
            return None
        kept = self._read(self._beside(path, "print"))
        try:
            found = to_print(kept, key, read_earlier(path)) if kept else None
        except _OTHER_FORM:
            return None
        if kept and found:
            self._add(libraries_of(kept))
        return found

    def note_print(self, key: str, made: Made, problems: Iterable[Problem], searched: str) -> None:
        """Remember what was made, until the build comes to its end."""
        body = of_print(key, made, problems, searched) if key else None
        if body:
            self._noted[self._beside(made.path, "print")] = body

    def trials(self, brief: str, audience: str) -> "Trials":
        """The trials that fit a variant into its budget, those of earlier builds too."""
        file = self.order.out / FOLDER / brief / f"{audience}.fit.json"
        kept = None if self.order.fresh or self.desk is None or not keeps(self.order) else self._read(file)
        try:
            known = {one.key: one for one in to_trials(kept)} if kept else {}
        except _OTHER_FORM:
            known = {}
        if kept and known:
            self._add(libraries_of(kept))
        return Trials(self, file, known)

    def press_for_trial(self, html: str, identifier: bytes, fonts: Fonts) -> Pressed:
        """Press a page, and remember it for as long as the variant may be the one that is printed."""
        key = key_of(html, identifier, fonts)
        if key not in self._pressed:
            self._pressed = {key: press_page(html, identifier, fonts)}
            self._add(libraries())
        return self._pressed[key]

    def note_trials(self, file: Path, trials: Iterable[Trial]) -> None:
        """Remember trials, until the build comes to its end."""
        if self.desk is not None and keeps(self.order):
            self._noted[file] = of_trials(trials)

    def keep_noted(self) -> None:
        """Note what was remembered: the desk is as it was when the build began."""
        for file, body in self._noted.items():
            if self.libraries is not None:
                write_kept(file, {**body, "libraries": self.libraries})

    def _beside(self, path: Path, what: str) -> Path:
        """Where something is kept of a PDF."""
        return self.order.out / FOLDER / path.relative_to(self.order.out).with_name(f"{path.name}.{what}.json")

    @staticmethod
    def _read(file: Path) -> dict[str, Any] | None:
        """What was kept, where the libraries are there by which it was made."""
        kept = read(file)
        try:
            return kept if kept and libraries_of(kept) else None
        except _OTHER_FORM:
            return None

    def pressing(self, path: Path) -> Pressing:
        """How a page is pressed whose PDF is to lie there."""
        anew = press_and_keep if self.order.redraws else press_page
        if not keeps(self.order):
            return anew
        file = self.order.out / FOLDER / path.relative_to(self.order.out).with_name(f"{path.name}.json")

        def press_once(html: str, identifier: bytes, fonts: Fonts) -> Pressed:
            key = key_of(html, identifier, fonts)
            pressed = None if self.order.fresh else self._pressed_before(file, key, path)
            if pressed is None:
                pressed = self._pressed.get(key) or anew(html, identifier, fonts)
                self._waiting[path] = (file, key, pressed)
                self._add(libraries())
            return pressed

        return press_once

    def _pressed_before(self, file: Path, key: str, path: Path) -> Pressed | None:
        kept = read(file)
        if kept is None:
            return None
        try:
            known = libraries_of(kept)
            pdf = read_earlier(path) if kept["key"] == key and known else None
            # What was imposed after it was pressed is another file, and pressed anew.
            if pdf is None or digest(pdf) != kept["pdf"]:
                return None
            pressed = to_pressed(kept["pressed"], pdf)
        except _OTHER_FORM:
            return None
        self._add(known)
        return pressed

    def keep_pressed(self, path: Path) -> None:
        """Note what was pressed for this PDF, which lies in its place now."""
        file, key, pressed = self._waiting.pop(path, (None, "", None))
        if file is not None and pressed is not None and self.libraries is not None:
            write_kept(
                file,
                {"key": key, "pdf": digest(pressed.pdf), "libraries": self.libraries, "pressed": of_pressed(pressed)},
            )

    def _add(self, loaded: Iterable[Library] | None) -> None:
        if loaded is None:
            self._libraries = None
        elif self._libraries is not None:
            self._libraries.update((one[0], one) for one in loaded)

    @property
    def libraries(self) -> tuple[Library, ...] | None:
        """The libraries by which pages were pressed, now or before; None where the system does not say which."""
        return None if self._libraries is None else tuple(self._libraries.values())


@dataclass
class Trials:
    """The trials that fit one variant into its budget: each page is counted once, now or in an earlier build."""

    keeping: Keeping
    file: Path
    known: Mapping[str, Trial]
    _made: dict[str, Trial] = field(default_factory=dict)

    def pages(self, key: str, print_it: Callable[[], Printed]) -> int:
        """How many pages a print has that is known by this; where that is not known, it is printed."""
        trial = self._made.get(key) or self.known.get(key)
        if trial is None or not key:
            printed = print_it()
            if any(problem.code == BORROWED for problem in printed.problems):
                return printed.pages
            trial = Trial(key, printed.pages, printed.fonts.files)
        self._made[key] = trial
        return trial.pages

    def note(self) -> None:
        """Remember them."""
        self.keeping.note_trials(self.file, (one for key, one in self._made.items() if key))


def write_kept(file: Path, body: Mapping[str, Any]) -> None:
    """Keep some values. Where they cannot be written, all is made anew the next time."""
    with suppress(FaultyInputError):
        put(file, written(body))


def key_of(html: str, identifier: bytes, fonts: Fonts) -> str:
    """A digest of everything that goes into the press, and of the press."""
    files = [[str(file), digest_of_file(file)] for file in fonts.files]
    return digest_of([digest(html.encode("utf-8", "surrogatepass")), identifier.hex(), files, installed()])
