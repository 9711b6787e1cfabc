"""The sandbox that a layout's templates run in: what they may touch of a value, and how much work they may make.

Jinja's own sandbox keeps templates from Python's insides. This one goes further: only what is named here can be
reached, what is printed is always escaped, and steps and sizes are counted, so that no template can hang the
program or fill the memory. Everything is counted, nothing is timed: the same layout always ends alike.
"""

import datetime as dt
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from importlib.metadata import version
from types import CodeType
from typing import Any

import jinja2
from jinja2 import pass_context
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing.laying_out.bounded import BOUNDED, TEXT, TooMuchError, is_printable
from briefing.laying_out.compiled import compiled_before, keep_compiled
from briefing.laying_out.counting import JOINED, MADE, ROUNDS, Counting

STEPS = 3_000_000
"""How many steps a page may take: rounds of loops, calls, filters."""
PAGE = 96_000_000
"""How many characters a page and its parts may come to, each part counted whenever it is put into another."""
VALUES = 100_000
"""How many values a list may have that a template makes, those in its lists included."""
_NUMBER = 10**18
_COUNT = 10_000
_CALL = 5

FILTERS = frozenset(
    "abs batch capitalize count d default dictsort e escape first float forceescape groupby int items join last "
    "length list lower map max min reject rejectattr replace reverse round select selectattr slice sort string "
    "striptags sum title trim truncate unique upper urlencode wordcount".split()
)
"""The filters of Jinja that a layout has. Left out: what unescapes, reaches into objects, draws lots or pads."""

_FILTERS_OF_TEXT = frozenset(
    "capitalize e escape forceescape lower replace string striptags title trim truncate upper "
    "urlencode wordcount".split()
)
_OF_TEXT = frozenset(
    "capitalize casefold count endswith find format isalpha isdigit isnumeric lower lstrip partition removeprefix "
    "removesuffix rpartition rsplit rstrip split splitlines startswith strip title upper".split()
)
_OF_VALUES: tuple[tuple[type, frozenset[str]], ...] = (
    (str, _OF_TEXT),
    (tuple, frozenset({"count", "index", "grouper", "list"})),
    (list, frozenset({"count", "index"})),
    (dict, frozenset({"get", "items", "keys", "values"})),
    (dt.date, frozenset({"day", "isoformat", "isoweekday", "month", "weekday", "year"})),
)
_OF_JINJA = (BlockReference, LoopContext, Macro, TemplateReference, jinja2.environment.TemplateModule)


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates reach only what is public of the values given to them, and work within bounds.

    `shown` names what templates see of a class of this program of which they do not see all that is public.
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(
        self,
        loader: jinja2.BaseLoader,
        filters: Mapping[str, Callable[..., Any]],
        names: Mapping[str, Any],
        shown: Mapping[type, frozenset[str]],
    ) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            finalize=pass_context(lambda _context, value: self._printed(value)),
        )
        self._shown = shown
        self._steps = STEPS
        self._page = PAGE
        self.globals.clear()
        self.globals.update(names)
        own = {**self.filters, **BOUNDED, **filters}
        allowed = {*FILTERS, *filters}
        self.filters = {name: self._weighing(name, filter_) for name, filter_ in own.items() if name in allowed}
        self.filters[ROUNDS] = pass_context(lambda _context, iterable: self._rounds(iterable))
        self.filters[JOINED] = pass_context(lambda _context, parts: self._joined(parts))
        self.filters[MADE] = pass_context(lambda _context, value: self._weigh(value))

    def render(self, name: str, seen: Mapping[str, Any], given: int = 0) -> str:
        """The page that a template makes; `given` is the length of what it is given to print, beside the texts."""
        self._steps, self._page = STEPS, PAGE + 4 * given
        return self.get_template(name).render(seen)

    # What a template may touch

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether an attribute is one of those that are meant for templates."""
        if attr.startswith("_") or not super().is_safe_attribute(obj, attr, value):
            return False
        kind = type(obj)
        if kind.__module__.partition(".")[0] == "briefing":
            return attr in self._shown.get(kind, {attr})
        if isinstance(obj, _OF_JINJA):
            return True
        return any(isinstance(obj, type_) and attr in names for type_, names in _OF_VALUES)

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether something may be called: nothing that makes objects."""
        return not isinstance(obj, type) and super().is_safe_callable(obj)

    # How much work it may make

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        """Compile a template, with what counts its rounds and sizes put into it; the same text only once."""
        if not isinstance(source, str) or kwargs:
            return super().compile(source, *args, **kwargs)
        name, filename = (*args, None, None)[:2]
        key = (source, name, filename)
        if key not in _COMPILED:
            if len(_COMPILED) >= _KEPT:
                _COMPILED.clear()
            _COMPILED[key] = compiled_before(*key, _COMPILER) or self._compiled(*key)
        return _COMPILED[key]

    def _compiled(self, source: str, name: str | None, filename: str | None) -> CodeType:
        tree = Counting(name, filename).visit(self.parse(source, name, filename))
        code: CodeType = super().compile(tree, name, filename)
        keep_compiled(code, source, name, filename, _COMPILER)
        return code

    def get_template(self, *args: Any, **kwargs: Any) -> jinja2.Template:
        """A template, which is a step."""
        self._spend(_CALL * 4)
        return super().get_template(*args, **kwargs)

    def concat(self, parts: Iterable[str]) -> str:
        """The parts of a page, put together."""
        every = list(parts)
        self._grow(sum(map(len, every)))
        return "".join(every)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063 (as Jinja has it)
        """Call what a template calls."""
        __self._spend(_CALL)
        __self._weigh((*args, *kwargs.values()))
        return __self._weigh(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """What an operator makes of two values."""
        sized = next((len(side) for side in (left, right) if isinstance(side, Sized)), None)
        if operator == "*" and sized is not None:
            times = right if isinstance(left, Sized) else left
            if isinstance(times, int) and sized * times > VALUES:
                raise TooMuchError("this makes a text or list that is too long")
        if operator == "%" and isinstance(left, str):
            raise jinja2.TemplateRuntimeError("texts are put together with .format(…)")
        if operator == "**" and max(abs(left), abs(right)) > 1000:
            raise TooMuchError("this makes a number that is too large")
        return self._weigh(super().call_binop(context, operator, left, right))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """The method `format` of a text, which may not pad."""
        wrapped = super().wrap_str_format(value)
        if wrapped is None:
            return None
        text: str = value.__self__

        def put_together(*args: Any, **kwargs: Any) -> str:
            fields = [part[1:] for part in string.Formatter().parse(text) if part[1] is not None]
            if any(
                spec or conversion or (name and not name.replace("_", "").isalnum())
                for name, spec, conversion in fields
            ):
                raise jinja2.TemplateRuntimeError("a field of .format(…) is a name or number alone, as in {day}")
            longest = max((len(str(self._printed(arg))) for arg in (*args, *kwargs.values())), default=0)
            if len(fields) * longest > TEXT:
                raise TooMuchError("this makes a text that is too long")
            return wrapped(*args, **kwargs)

        return put_together

    def _spend(self, steps: int) -> None:
        self._steps -= steps
        if self._steps < 0:
            raise TooMuchError(f"the layout makes more work than a page can need ({STEPS:,} steps): is a loop endless?")

    def _grow(self, characters: int) -> None:
        self._page -= characters
        if self._page < 0:
            raise TooMuchError(f"the layout makes more than a page can need ({PAGE:,} characters)")

    def _weigh(self, value: Any) -> Any:
        """The value, if it is not too large; what stands in it twice counts twice."""
        waiting, values = [value], 0
        while waiting:
            one = waiting.pop()
            values += 1
            if isinstance(one, str) and len(one) > TEXT:
                raise TooMuchError(f"this makes a text of more than {TEXT:,} characters")
            if isinstance(one, int) and abs(one) > _NUMBER:
                raise TooMuchError("this makes a number that is too large")
            if isinstance(one, list | tuple | dict):
                if values + len(waiting) + len(one) > VALUES:
                    raise TooMuchError(f"this makes a list of more than {VALUES:,} values")
                waiting += (*one.keys(), *one.values()) if isinstance(one, dict) else one
        self._spend(values)
        return value

    def _weighing(self, name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that is a step, whose numbers are small and whose result is weighed."""
        given = getattr(getattr(filter_, "jinja_pass_arg", None), "name", "")

        is_of_text = name in _FILTERS_OF_TEXT

        @pass_context
        def weighed(context: Context, value: Any, *args: Any, **kwargs: Any) -> Any:
            if any(isinstance(n, int) and abs(n) > _COUNT for n in (*args, *kwargs.values())):
                raise TooMuchError(f"a number here is at most {_COUNT:,}")
            self._spend(_CALL)
            self._weigh(self._printed(value) if is_of_text else value)
            first = {"context": (context,), "environment": (self,), "eval_context": (context.eval_ctx,)}
            return self._weigh(filter_(*first.get(given, ()), value, *args, **kwargs))

        return weighed

    def _printed(self, value: Any) -> Any:
        """What can be printed: texts, numbers, and what has a form of its own; never a list, a function or nothing."""
        if not is_printable(value):
            what = "nothing" if value is None else "no text"
            raise jinja2.TemplateRuntimeError(f"this is {what} and cannot be printed; loop over a list, or use | join")
        if isinstance(value, str) and not isinstance(value, Markup):
            self._grow(len(value))
        return value

    def _rounds(self, iterable: Any) -> Iterable[Any]:
        """What a loop goes through, each round a step."""
        if isinstance(iterable, Sized):
            self._spend(len(iterable))
            return iterable  # type: ignore[return-value]  # what has no rounds is told so by the loop
        return self._one_by_one(iterable)

    def _one_by_one(self, iterable: Iterable[Any]) -> Iterator[Any]:
        for one in iterable:
            self._spend(1)
            yield one

    def _joined(self, parts: list[Any]) -> Any:
        for part in parts:
            self._printed(part)
        return self._weigh(markup_join(parts))


# What the code of a template is made from is its text and this class alone, so every sandbox may run it.
_COMPILED: dict[tuple[str, str | None, str | None], CodeType] = {}
_COMPILER = f"Jinja {version('jinja2')}"
_KEPT = 256
