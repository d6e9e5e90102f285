"""The settings of a session, as an earlier or a later version wrote them, or as nobody did."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smallcode.errors import SessionError
from smallcode.sessions.session import Session
from smallcode.sessions.settings import settings_of
from smallcode.sessions.store import SessionStore
from smallcode.settings import default_settings

Written = Callable[[dict[str, Any]], Session]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A session with these settings in its file."""

    def write(dump: dict[str, Any]) -> Session:
        session = SessionStore(tmp_path / "state").create(tmp_path, "x", dump, {}, model="embedded:x")
        session.lock().release()
        return session

    return write


def test_what_came_later_has_its_default_and_what_was_set_stays(written: Written) -> None:
    dump = default_settings().dump()
    del dump["budget"], dump["ui"]["theme"], dump["context"]["shares"]["history"]
    dump["limits"]["steps"] = 7
    dump["model"]["profile"] = {"context_tokens": 1234}
    found = settings_of(written(dump))
    default = default_settings()
    assert found.budget == default.budget
    assert found.ui.theme == default.ui.theme
    assert found.context.shares.history == default.context.shares.history
    assert found.limits.steps == 7
    assert found.model.profile == {"context_tokens": 1234}


def test_what_another_version_knew_is_dropped(written: Written) -> None:
    dump = {**default_settings().dump(), "telepathy": {"on": True}}
    dump["limits"] = {**dump["limits"], "moons": 3}
    assert settings_of(written(dump)) == default_settings()


def test_a_damaged_value_is_named_with_the_way_out(written: Written) -> None:
    dump = default_settings().dump()
    dump["limits"]["steps"] = "many"
    session = written(dump)
    with pytest.raises(SessionError, match=r"limits\.steps") as caught:
        settings_of(session)
    assert f"sessions rm {session.id}" in caught.value.hint
    (session.folder / "settings.json").write_text(json.dumps({**dump, "limits": 3}))
    with pytest.raises(SessionError, match="limits"):
        settings_of(session)
