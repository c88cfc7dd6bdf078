"""The template engine, made fast for pages of many small pieces.

Templates mean what they always mean. Only these things are done once instead of each time:
templates are compiled once for all languages (`compiled`), what an import gives stands for all
pages, and what a piece of a page looks like (the link to an agency, say) is remembered by what it
was given.
"""

import re
from collections.abc import Callable, MutableMapping, Sequence
from types import CodeType
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.filters import do_mark_safe, do_striptags, do_trim
from jinja2.runtime import BlockReference, Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from wsisgraph.terms.polyglot import Differs, Polyglot, joined, stripped, sung

REMEMBERED = {
    "parts.html": frozenset(
        {
            "graph_link",
            "named",
            "concept",
            "brief",
            "passage",
            "term",
            "term_name",
            "property_name",
            "property",
            "graphs",
            "field",
        }
    )
}
"""Macros that are called again and again with the same concept, term, passage or graphs.

Each is given immutable data alone, never a text: a text and markup that read alike are equal.
"""

_MOST = 1_000_000
"""Signs that the pieces remembered for one language may have together."""

_RECORD = 500
"""What a piece takes beside its signs, about."""

_special = re.compile("[&<>'\"]").search


def escaped(value: object) -> object:
    """Return what stands on the page for a value; a text that needs no escaping is itself."""
    kind = type(value)
    if kind is Markup or (kind is str and not _special(value)):  # type: ignore[call-overload]
        return value
    if kind is Polyglot:
        return value if value.safe else value.map(escape)  # type: ignore[attr-defined]
    return escape(value)


def trimmed(value: object, chars: str | None = None) -> object:
    """Return a value without the space around it; the filter `trim`."""
    if chars is None:
        if type(value) is Markup:
            return str.__new__(Markup, str.strip(value))
        if type(value) is Polyglot:
            return stripped(value)
    return do_trim(value, chars)  # type: ignore[arg-type]


def marked(value: object = "") -> object:
    """Return a value as markup; the filter `safe`."""
    return value.as_markup() if type(value) is Polyglot else do_mark_safe(value)  # type: ignore[arg-type]


def without_tags(value: object) -> object:
    """Return markup without its tags; the filter `striptags`."""
    return value.map(do_striptags) if type(value) is Polyglot else do_striptags(value)  # type: ignore[arg-type]


class _Context(Context):
    """Calls what templates call without asking first which part of the context it wants: none.

    A page makes hundreds of calls; the asking costs more than most of them.
    """

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **given: Any,
    ) -> Any:
        """Call it; the variables of loops and blocks are for those that want the context."""
        if type(called) is BlockReference:
            block = called._stack[called._depth]
            return marked(self.environment.concat(block(self)))
        return called(*args, **given)


class _Macro(Macro):
    """A macro whose text may be polyglot."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        found = self._func(*arguments)
        return marked(found) if autoescape else found  # type: ignore[return-value]


class _Template(Template):
    """A template that escapes as `escaped` does."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Return the template of compiled code."""
        namespace = {"environment": environment, "__file__": code.co_filename}
        exec(code, namespace)
        namespace |= {"escape": escaped, "Macro": _Macro, "Markup": marked}
        made = cls.from_module_dict(environment, namespace, globals)
        made._uptodate = uptodate
        return made


class _Generator(CodeGenerator):
    """Writes the code of templates; macros are handed to the environment, some to be remembered."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._inner = [False]

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:
        """Write a macro of a template."""
        self._inner.append(not frame.toplevel)
        super().visit_Macro(node, frame)
        self._inner.pop()

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write the definition of a macro."""
        if macro_ref.accesses_caller or macro_ref.accesses_kwargs or macro_ref.accesses_varargs:
            super().macro_def(macro_ref, frame)
            return
        name = getattr(macro_ref.node, "name", "")
        kept = name in REMEMBERED.get(self.name or "", ())
        self.write("environment.remembered(" if kept else "environment.plain(")
        super().macro_def(macro_ref, frame)
        # What a macro within another one says may depend on what is around it.
        home = self.name if name and not self._inner[-1] else ""
        self.write(f", macro, {home!r})")


Called = Callable[..., Any]


class Engine(Environment):
    """An environment whose templates share globals, code and what is remembered."""

    code_generator_class = _Generator
    context_class = _Context
    template_class = _Template

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters |= {"trim": trimmed, "striptags": without_tags, "safe": marked}
        self._pieces: list[dict[tuple[Any, ...], Any]] = []
        self._signs = 0
        self._most = _MOST

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template, those of the environment where it has none.

        A chain of them would be copied for each page.
        """
        return super().make_globals(d) if d else self.globals

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item, or else the attribute of that name.

        Filters ask so for attributes of what has no items at all.
        """
        if type(argument) is str and not hasattr(obj, "__getitem__") and hasattr(obj, argument):
            return getattr(obj, argument)
        return super().getitem(obj, argument)

    def plain(self, macro: Macro, function: Callable[..., str], home: str) -> Called:
        """Return a macro that takes arguments by their places without looking for others.

        Args:
            macro: the macro.
            function: what it runs, which knows its own defaults.
            home: the template that it is a macro of, "" for one within another.
        """
        names = macro.arguments
        most = len(names)
        left_out = (missing,) * most

        def called(*args: Any, **given: Any) -> Any:
            if given:
                args += tuple([given.pop(name, missing) for name in names[len(args) :]])
            if given or len(args) > most:
                return macro(*args, **given)
            return str.__new__(Markup, function(*args, *left_out[len(args) :]))

        return called

    def remembered(self, macro: Macro, function: Callable[..., str], home: str) -> Called:
        """Return a macro that is run once for the same arguments; see `plain`."""
        run = self.plain(macro, function, home)
        known: dict[tuple[Any, ...], Any] = {}
        self._pieces.append(known)

        def called(*args: Any, **given: Any) -> Any:
            if given:
                return run(*args, **given)
            try:
                found = known.get(args)
            except (TypeError, Differs):
                # A template of a theme may hand over something that has no hash.
                return run(*args)
            if found is None:
                found = run(*args)
                self._make_room(signs(found))
                known[args] = found
            return found

        return called

    def _make_room(self, signs: int) -> None:
        self._signs += signs + _RECORD
        if self._signs > self._most:
            for pieces in self._pieces:
                pieces.clear()
            self._signs = signs + _RECORD


class Choir(Engine):
    """An environment that draws for several languages at once.

    What its templates make is polyglot. A macro that cannot be drawn so is drawn in each language
    alone, by the environment of that language.
    """

    concat = staticmethod(joined)

    def __init__(self, voices: Sequence[Environment], **options: Any) -> None:
        super().__init__(**options)
        self._voices = voices
        self._most = _MOST * len(voices)

    def plain(self, macro: Macro, function: Callable[..., str], home: str) -> Called:
        """Return a macro that may give a polyglot text; see `Engine.plain`."""
        names = macro.arguments
        most = len(names)
        left_out = (missing,) * most

        def called(*args: Any, **given: Any) -> Any:
            if given:
                args += tuple([given.pop(name, missing) for name in names[len(args) :]])
            try:
                if given or len(args) > most:
                    return macro(*args, **given)
                return marked(function(*args, *left_out[len(args) :]))
            except Exception:
                if not home:
                    raise
                return self._alone(home, macro.name, args, given)

        return called

    def _alone(self, home: str, name: str, args: Any, given: Any) -> Any:
        return sung(
            [getattr(voice.get_template(home).module, name) for voice in self._voices], args, given
        )


def signs(piece: str) -> int:
    """Return how many signs a piece of a page takes, in all its languages."""
    whole: object = piece
    if type(whole) is Polyglot:
        return sum(len(part) if type(part) is str else sum(map(len, part)) for part in whole.parts)
    return len(piece)
