"""The house itself: doors are guarded, only services write, every room has its sentence."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection, models
from django.urls import URLPattern

from tests.routes import doors
from tuoyu.assessment.queries.dictionary import dictionary
from tuoyu.assessment.queries.shelf import catalogue
from tuoyu.core.deeds import DEEDS, DETAILS
from tuoyu.org.queries.matrix import matrix_page

HOUSE = Path(settings.ROOT) / "tuoyu"
ROOMS = [app for app in apps.get_app_configs() if app.name.startswith("tuoyu.")]
WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "delete"}
BUFFERED = ("segno.", "paper.")  # a picture, a Word document
WRITERS = {"services", "tests", "demo", "migrations", "management", "run", "stores"}
SOURCES = [path for path in sorted(HOUSE.rglob("*.py")) if not WRITERS & set(path.parts)]


DOORS = [
    pytest.param(door, id=where)
    for where, door in doors()
    if door.callback.__module__.startswith("tuoyu.")
]


@pytest.mark.parametrize("door", DOORS)
def test_every_door_says_who_may_enter(door: URLPattern) -> None:
    assert hasattr(door.callback, "needs"), "写 @needs(...) 或 @public"


def _touches_a_table(call: ast.Call) -> bool:
    """`x.objects.create()` and `row.save()`, but not a picture or a file saved to a buffer."""
    method = call.func
    if not isinstance(method, ast.Attribute) or method.attr not in WRITES:
        return False
    return ".objects." in ast.unparse(method) or (method.attr == "save" and not call.args)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_only_services_write(path: Path) -> None:
    if path.name == "services.py":
        return
    calls = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))
    written = {ast.unparse(call.func) for call in calls if _touches_a_table(call)}
    assert not written, f"{path.name} writes: {written}"


def _notes() -> Iterator[tuple[ast.Call, str]]:
    """Every line of the services that writes into the trail, and its file."""
    for path in [*HOUSE.rglob("services/**/*.py"), *HOUSE.rglob("services.py")]:
        tree = ast.walk(ast.parse(path.read_text("utf-8")))
        calls = (node for node in tree if isinstance(node, ast.Call))
        yield from ((call, path.name) for call in calls if ast.unparse(call.func) == "note")


def _deeds() -> Iterator[tuple[str, str]]:
    """What services write into the trail, where it is said in so many words."""
    firsts = ((call.args[0], source) for call, source in _notes())
    yield from (
        (str(first.value), source)
        for first, source in firsts
        if isinstance(first, ast.Constant)
    )


def test_every_deed_has_its_words_for_the_trail() -> None:
    nameless = {f"{deed}（{source}）" for deed, source in _deeds() if deed not in DEEDS}

    assert not nameless, "写进 tuoyu/core/deeds.py"


def test_every_detail_has_its_words_for_the_trail() -> None:
    given = {(key.arg, source) for call, source in _notes() for key in call.keywords if key.arg}
    own = {"by", "at", "people", *DETAILS}
    nameless = {f"{key}（{source}）" for key, source in given if key not in own}

    assert not nameless, "写进 tuoyu/core/deeds.py"


@pytest.mark.parametrize("room", ROOMS, ids=lambda app: app.label)
def test_migrations_stand_in_one_line(room: AppConfig) -> None:
    """Two people's migrations then conflict in git, not in the database."""
    folder = Path(room.path) / "migrations"
    numbered = sorted(path.stem for path in folder.glob("0*.py"))

    if numbered:
        assert (folder / "max_migration.txt").read_text("utf-8").strip() == numbered[-1]


@pytest.mark.parametrize("room", ROOMS, ids=lambda app: app.label)
def test_every_room_has_its_sentence(room: object) -> None:
    module: ModuleType = import_module(room.name)  # type: ignore[attr-defined]
    sentence = (module.__doc__ or "").strip()
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("models/*.py")), ids=lambda p: p.name)
def test_foreign_keys_name_the_class(path: Path) -> None:
    """String foreign keys are invisible to the import contract; "self" is none."""
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("ForeignKey"):
            first = call.args[0]
            assert not isinstance(first, ast.Constant) or first.value == "self"


def test_no_model_overrides_save() -> None:
    ours = [m for m in apps.get_models() if m.__module__.startswith("tuoyu.")]

    assert ours
    assert [m for m in ours if m.save is not models.Model.save and "save" in vars(m)] == []


@pytest.mark.django_db
def test_the_fact_functions_are_those_the_rooms_state() -> None:
    for subject in catalogue().subjects:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM facts.{subject.name}(CURRENT_DATE) LIMIT 0")
            found = [column.name for column in cursor.description]
        assert found == list(subject.names)


def test_the_fact_dictionary_page_is_current() -> None:
    page = (Path(settings.ROOT) / "docs" / "facts.md").read_text("utf-8")

    assert page == dictionary(), "运行 tuoyu facts > docs/facts.md"


def test_the_permission_page_is_current() -> None:
    page = (Path(settings.ROOT) / "docs" / "permissions.md").read_text("utf-8")

    assert page == matrix_page(), "运行 tuoyu permissions > docs/permissions.md"
