"""The parts of a body of multipart/form-data (RFC 7578), each with its own media type."""

from collections.abc import Sequence
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import Field, File, FormParser, parse_options_header

from wsisgraph.api import problems
from wsisgraph.api.protocol import MediaType, media_type

MULTIPART = "multipart/form-data"

_MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One part.

    Attributes:
        name: the name of the form's field.
        filename: the name of the file that was chosen; "" for none.
        media_type: what its own Content-Type says.
        body: its bytes.
    """

    name: str
    filename: str
    media_type: MediaType
    body: bytes


def read_parts(body: bytes, content_type: str) -> Sequence[Part]:
    """Return the parts of a body, in their order.

    Args:
        body: the whole body, read no further than it may be long.
        content_type: the header of the request, which names the boundary.

    Raises:
        HttpProblem: 400, it is no such body, has no parts, or too many.
    """
    _, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if not boundary:
        raise _broken("it names no boundary")
    found: list[Part] = []
    ended = False

    def take(name: bytes | None, filename: bytes | None, header: str | None, body: bytes) -> None:
        if len(found) == _MOST_PARTS:
            raise FormParserError(f"it has more than {_MOST_PARTS} parts")
        found.append(
            Part(
                (name or b"").decode(errors="replace"),
                (filename or b"").decode(errors="replace"),
                media_type(header or ""),
                body,
            )
        )

    def on_field(field: Field) -> None:
        take(field.field_name, None, field.content_type, field.value or b"")

    def on_file(file: File) -> None:
        file.file_object.seek(0)
        take(file.field_name, file.file_name, file.content_type, file.file_object.read())

    def on_end() -> None:
        nonlocal ended
        ended = True

    try:
        parser = FormParser(
            MULTIPART,
            on_field,
            on_file,
            on_end,
            boundary=boundary,
            # The whole body is in memory already: nothing is written to the disk.
            config={"MAX_MEMORY_FILE_SIZE": len(body) + 1},
        )
        parser.write(body)
        parser.finalize()
    except (FormParserError, AssertionError) as error:
        raise _broken(str(error) or "its parts cannot be told apart") from error
    if not ended:
        raise _broken("its last boundary is missing")
    if not found:
        raise _broken("it has no parts")
    return found


def _broken(reason: str) -> problems.HttpProblem:
    return problems.HttpProblem(
        problems.BAD_BODY,
        f"The body is no {MULTIPART}: {reason}",
        where="the body",
        mend="send each file as a part, between boundaries that the header names",
    )
