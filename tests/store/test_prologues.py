"""Declarations between operations, moved to where the engine takes them."""

import pytest
from pyoxigraph import Store

from wsisgraph.store.prologues import readable

_THREE = "INSERT DATA { <http://e/a> <http://e/b> 1 }"


@pytest.mark.parametrize(
    "text",
    [
        f"{_THREE} ; PREFIX : <http://e/> INSERT DATA {{ :c :d 2 }}",
        "PREFIX : <http://e/>\nINSERT DATA { :a :b 1 } ;\nPREFIX : <http://e/>\n"
        "INSERT DATA { :c :d 2 } ;\nPREFIX : <http://e/>",
        f"# ; PREFIX no\n{_THREE} ; # ; \nprefix x.y: <http://e/> base <http://e/>\n"
        "# c\nINSERT DATA { x.y:c x.y:d 2 }".replace("base <http://e/>", ""),
        f"BASE <http://e/> {_THREE} ; BASE <http://e/> INSERT DATA {{ <c> <d> 2 }}",
        'VERSION "1.2" INSERT DATA { <http://e/a> <http://e/b> 1 } ;'
        ' VERSION "1.2" PREFIX a: <http://e/> PREFIX b: <http://e/> INSERT DATA { a:c b:d 2 }',
    ],
)
def test_declarations_may_stand_before_any_operation(text: str) -> None:
    store = Store()
    with pytest.raises(SyntaxError):
        store.update(text)
    store.update(readable(text).text)
    assert len(store) == 2
    assert {quad.subject.value for quad in store} == {"http://e/a", "http://e/c"}


@pytest.mark.parametrize(
    "text",
    [
        _THREE,
        "INSERT DATA { <http://e/a> <http://e/b> '; PREFIX : <x>' }",
        "PREFIX : <http://e/> INSERT DATA { :a :b 1 } ; PREFIX : <http://f/> DROP ALL",
        "INSERT DATA { :a :b 1 } ; PREFIX : <http://e/> DROP ALL",
        f"{_THREE} ; BASE <http://e/> DROP ALL",
    ],
)
def test_what_would_come_to_mean_something_else_stays(text: str) -> None:
    assert readable(text).text.split() == text.split()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{_THREE} ; PREFIX : <http://e/> NONSENSE", (1, 74)),
        (f"NONSENSE ; PREFIX : <http://e/> {_THREE}", (1, 8)),
        (f"PREFIX : <http://e/>\n{_THREE} ;\nPREFIX x: <http://e/>\nDROP NONSENSE", (4, 13)),
        (f"PREFIX : <http://e/>  NONSENSE ;\nPREFIX x: <http://e/> {_THREE}", (1, 30)),
    ],
)
def test_an_error_has_the_place_that_it_has_in_what_was_sent(
    text: str, place: tuple[int, int]
) -> None:
    read = readable(text)
    with pytest.raises(SyntaxError) as caught:
        Store().update(read.text)
    assert f"error at {place[0]}:{place[1]}:" in str(read.as_sent(caught.value))
