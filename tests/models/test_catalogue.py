"""What models there are, which file a name means, and files that the user adds."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smallcode.errors import BadInput, NoModel
from smallcode.models import catalogue
from smallcode.models.added import add, remove
from smallcode.models.catalogue import Weights, find_weights, known_models, lookup, models_dir
from smallcode.models.gguf import read_header
from smallcode.models.machine import Memory, fits, memory
from smallcode.models.profiles import profile_for
from smallcode.testing.tiny_model import write_tiny_model


def test_every_entry_is_complete_and_names_are_unique() -> None:
    names: list[str] = []
    for entry in catalogue.catalogue():
        names += [entry.name, *entry.aliases]
        assert entry.file.endswith(".gguf")
        assert entry.licence
        assert entry.context >= 8192
        assert entry.size < entry.min_memory
        assert entry.hub_url == f"https://huggingface.co/{entry.hub}/resolve/main/{entry.file}"
        assert entry.sha256 is None or len(entry.sha256) == 64
        assert entry.index is None or (entry.sha256 and "{part}" in entry.index.project)
    assert len(names) == len(set(names))


def test_the_default_and_the_smallest_model_are_verified_entries_with_a_profile() -> None:
    for name in (catalogue.default_model(), catalogue.smallest_model()):
        assert lookup(name).sha256
        assert profile_for(name).source != "unverified"


@pytest.mark.parametrize(
    "name",
    ["qwen2.5-coder-1.5b", "QWEN2.5-Coder:1.5B", "default", "embedded:qwen2.5-coder-1.5b",
     "qwen2.5-coder-1.5b-instruct-q4_k_m", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"],
)  # fmt: skip
def test_a_model_is_found_by_any_of_its_names(name: str) -> None:
    assert lookup(name).name == "qwen2.5-coder-1.5b"


def test_an_unknown_name_gets_near_names() -> None:
    with pytest.raises(NoModel) as caught:
        lookup("qwen2.5-codr-3b")
    assert "qwen2.5-coder-3b" in caught.value.hint


@given(st.text(max_size=100))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_breaks_the_search(name: str) -> None:
    try:
        lookup(name)
    except NoModel as error:
        assert "Near names" in error.hint


def test_a_file_of_the_wrong_size_is_damaged() -> None:
    entry = lookup("qwen2.5-coder-0.5b")
    entry.path.parent.mkdir(parents=True)
    entry.path.write_bytes(b"GGUF")
    assert not catalogue.is_installed(entry)
    with pytest.raises(NoModel, match="4 bytes instead of 491400064") as caught:
        find_weights(entry.name)
    assert "models rm qwen2.5-coder-0.5b && smallcode models pull" in caught.value.hint


def test_the_folder_of_weights_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALLCODE_MODELS_DIR", str(tmp_path / "shared"))
    assert lookup("default").path.parent == tmp_path / "shared"


def test_the_hub_can_be_a_mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.invalid/")
    assert lookup("default").hub_url.startswith("https://mirror.invalid/Qwen/")


def test_an_added_file_stays_where_it_is_and_is_found_by_name(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "my model.gguf", name="My Tiny Model")
    entry = add(str(path))
    assert (entry.name, entry.context, entry.quant) == ("my-tiny-model", 512, "F32")
    assert find_weights("My-Tiny-Model") == path
    assert entry.name in [known.name for known in known_models()]
    assert remove(entry.name) == (entry, False)
    assert path.exists()
    with pytest.raises(NoModel):
        find_weights(entry.name)


def test_a_second_file_of_the_same_name_gets_a_number(tmp_path: Path) -> None:
    names = [add(str(write_tiny_model(tmp_path / f"{at}.gguf", name="Same", seed=at))).name for at in range(3)]
    assert names == ["same", "same-2", "same-3"]


def test_a_given_name_must_be_free_and_legal(tmp_path: Path) -> None:
    path = str(write_tiny_model(tmp_path / "a.gguf"))
    with pytest.raises(BadInput, match="is taken"):
        add(path, name="default")
    for bad in ("../x", "", "a b", "x" * 100, "\x1b[31m"):
        with pytest.raises(BadInput, match="can't be a model's name"):
            add(path, name=bad or " ")


def test_an_added_file_that_is_gone_says_so(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "a.gguf")
    add(str(path), name="mine")
    path.unlink()
    with pytest.raises(NoModel, match=r"The file of mine is gone") as caught:
        find_weights("mine")
    assert caught.value.hint.endswith("smallcode models rm mine")


def test_a_copy_of_a_catalogue_model_is_recognised_and_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    path = write_tiny_model(tmp_path / "download(1).gguf")
    known = Weights(
        name="known", file="known.gguf", size=path.stat().st_size, sha256=hashlib.sha256(path.read_bytes()).hexdigest()
    )
    monkeypatch.setattr(catalogue, "catalogue", lambda: (known,))
    assert add(str(path)) == known
    assert find_weights("known").samefile(path)


def test_removing_fetched_weights_deletes_them_and_what_was_half_fetched() -> None:
    entry = lookup("qwen2.5-coder-0.5b")
    (models_dir() / ".partial" / entry.file).mkdir(parents=True)
    entry.path.write_bytes(b"GGUF")
    assert remove("qwen2.5-coder-0.5b") == (entry, True)
    assert not entry.path.exists()
    assert not (models_dir() / ".partial" / entry.file).exists()
    with pytest.raises(NoModel, match="nothing to remove"):
        remove("qwen2.5-coder-0.5b")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"added": 3}', '{"added": {"x": {"nme": 1}}, "sha256": {}}'])
def test_records_that_are_damaged_or_of_another_version_are_passed_over(text: str) -> None:
    models_dir().mkdir(parents=True)
    (models_dir() / "models.json").write_text(text)
    assert lookup("default").name == "qwen2.5-coder-1.5b"


def test_the_header_of_a_gguf_file_tells_what_it_is(tmp_path: Path) -> None:
    header = read_header(write_tiny_model(tmp_path / "a.gguf", context_tokens=1234))
    assert (header.architecture, header.name, header.context_tokens, header.layers) == ("llama", "Tiny", 1234, 1)
    assert header.cache_bytes(100) == 2 * 1 * (2 * 16 + 2 * 16) * 100
    assert "assistant:" in header.chat_template
    assert (header.quant, header.tensors, header.parts) == ("F32", 11, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no usable GGUF"),
        (b"PK\x03\x04 a zip file", "does not begin with GGUF"),
        (b"GGUF", "damaged"),
        (b"GGUF" + struct.pack("<I", 99) + b"\0" * 16, "version 99"),
        (b"GGUF" + struct.pack(">I", 3) + b"\0" * 16, "big-endian"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 2**60), "header entries"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 2**60), "longer than the file"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 8, 2**50), "longer than the file"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<I", 77), "unknown type"),
    ],
)  # fmt: skip
def test_what_is_no_gguf_file_is_refused_with_the_reason(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "x.gguf"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=said):
        read_header(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.gguf"):
        with pytest.raises(BadInput, match="can't be read"):
            read_header(path)


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_header_never_ends_in_a_traceback(data: st.DataObject, tiny_model: Path) -> None:
    raw = bytearray(tiny_model.read_bytes()[:8000])
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tiny_model.with_name("damaged.gguf")
    path.write_bytes(raw[: data.draw(st.integers(5, len(raw)))])
    try:
        read_header(path)
    except BadInput as error:
        assert str(path) in error.message


@pytest.mark.parametrize(
    ("needed", "has", "expected"),
    [
        (1, Memory(0, 0), "unknown"),
        (10, Memory(100, 50), "yes"),
        (60, Memory(100, 50), "tight"),
        (95, Memory(100, 50), "no"),
    ],
)
def test_what_fits_is_judged_by_what_is_free_and_what_there_is(needed: int, has: Memory, expected: str) -> None:
    assert fits(needed, has) == expected


def test_the_limit_of_a_control_group_counts(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal: 16000 kB\nMemAvailable: 9000 kB\n")
    assert memory(tmp_path) == Memory(16000 * 1024, 9000 * 1024)
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("4096000\n")
    (tmp_path / "sys/fs/cgroup/memory.current").write_text("1096000\n")
    assert memory(tmp_path) == Memory(4096000, 3000000)
    (tmp_path / "sys/fs/cgroup/memory.max").write_text("max\n")
    assert memory(tmp_path).total == 16000 * 1024


def test_the_records_hold_plain_data(tmp_path: Path) -> None:
    add(str(write_tiny_model(tmp_path / "a.gguf")), name="mine")
    records = json.loads((models_dir() / "models.json").read_text())
    assert records["added"]["mine"]["source"] == str(tmp_path / "a.gguf")


@pytest.mark.real_model
def test_the_real_weights_are_what_the_catalogue_says(real_weights: Path) -> None:
    header = read_header(real_weights)
    entry = lookup("qwen2.5-coder-0.5b")
    assert (header.architecture, header.context_tokens, header.quant) == ("qwen2", entry.context, entry.quant)
    assert entry.size + header.cache_bytes(8192) < entry.min_memory
