"""When the embedded server can't load a model: what is said, and the way out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smallcode.errors import BadInput, NoModel
from smallcode.models.embedded import acquire, embedded_settings
from smallcode.models.embedded.cores import usable_cores
from smallcode.models.embedded.failures import diagnose
from smallcode.models.embedded.rendezvous import Rendezvous, try_lock
from smallcode.models.embedded.serve import _cut_log
from smallcode.testing.tiny_model import write_tiny_model


async def refused(path: Path) -> NoModel:
    with pytest.raises(NoModel) as caught:
        await acquire(str(path), context_tokens=128)
    return caught.value


async def test_a_file_that_is_no_model_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "text.gguf"
    path.write_text("hello")
    error = await refused(path)
    assert "damaged or incomplete" in error.message
    assert "invalid magic" in error.message
    assert error.hint == "Copy the file again."
    assert error.exit_code == 3


async def test_a_file_that_is_cut_short_is_damaged(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "cut.gguf")
    path.write_bytes(path.read_bytes()[:-5000])
    assert "damaged or incomplete" in (await refused(path)).message


async def test_an_architecture_that_the_engine_lacks_is_named(tmp_path: Path) -> None:
    path = write_tiny_model(tmp_path / "new.gguf", architecture="llama9000")
    error = await refused(path)
    assert "can't run" in error.message
    assert "llama9000" in error.message
    assert "pip install -U xllamacpp" in error.hint


async def test_a_failed_start_leaves_no_lease_and_no_server(tmp_path: Path, clean_environment: Path) -> None:
    path = tmp_path / "text.gguf"
    path.write_text("hello")
    await refused(path)
    (folder,) = (clean_environment / "smallcode/state/servers").iterdir()
    assert Rendezvous(folder).held_leases() == 0
    assert not Rendezvous(folder).is_alive()


async def test_a_model_that_is_not_here_names_the_command_that_fetches_it() -> None:
    with pytest.raises(NoModel, match=r"smallcode models pull qwen2\.5-coder-1\.5b"):
        await acquire("qwen2.5-coder-1.5b", context_tokens=128)


async def test_a_path_that_does_not_exist_is_said() -> None:
    with pytest.raises(NoModel, match=r"There is no file /nowhere/x\.gguf"):
        await acquire("/nowhere/x.gguf", context_tokens=128)


@pytest.mark.parametrize(
    ("log", "code", "said", "hint"),
    [
        (["ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer"], 3, "not enough memory", "smaller"),
        (["loading model"], -9, "not enough memory for the model m by signal SIGKILL", "smaller"),
        ([], -4, "instructions that this processor does not have", "Ollama"),
        (["ModuleNotFoundError: No module named 'xllamacpp'"], 1, "engine", "pip install"),
        (["strange"], 7, "ended with exit code 7", "smaller"),
    ],
)
def test_the_log_and_the_exit_code_are_put_into_words(log: list[str], code: int, said: str, hint: str) -> None:
    message, way_out = diagnose("m", log, code)
    assert said in message
    assert hint in way_out


@given(st.lists(st.text(max_size=60), max_size=30), st.one_of(st.none(), st.integers(-200, 255)))
def test_no_log_and_no_exit_code_breaks_the_diagnosis(log: list[str], code: int | None) -> None:
    message, hint = diagnose("m", log, code)
    assert message
    assert hint


def test_a_log_that_grew_too_long_keeps_its_last_lines(tmp_path: Path) -> None:
    log = tmp_path / "log"
    lines = [f"line {at}\n" for at in range(1000)]
    with log.open("a") as writer:
        writer.writelines(lines)
        writer.flush()
        _cut_log(log, 2000)
        writer.write("later\n")
    kept = log.read_text().splitlines(keepends=True)
    assert kept[-1] == "later\n"
    assert kept[:-1] == lines[-len(kept) + 1 :]
    assert log.stat().st_size < 600


def test_a_lease_that_is_swept_while_it_is_made_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "lease"
    first = try_lock(path)
    assert first is not None
    path.unlink()
    second = try_lock(path)
    assert second is not None, "a new file of that name is another lock"
    assert try_lock(path) is None
    first.release()
    second.release()


@pytest.mark.skipif(sys.platform != "linux", reason="platform: reads /sys as Linux has it")
def test_cores_are_counted_once_for_each_pair_of_threads(tmp_path: Path) -> None:
    cpus = sorted(os.sched_getaffinity(0))
    for cpu in cpus:
        folder = tmp_path / f"sys/devices/system/cpu/cpu{cpu}/topology"
        folder.mkdir(parents=True)
        (folder / "thread_siblings_list").write_text("0-1\n")
    assert usable_cores(tmp_path) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="platform: reads /sys as Linux has it")
def test_a_cgroup_quota_limits_the_cores(tmp_path: Path) -> None:
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/cpu.max").write_text("50000 100000\n")
    assert usable_cores(tmp_path) == 1


def test_an_idle_time_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALLCODE_EMBEDDED_IDLE_SECONDS", "soon")
    with pytest.raises(BadInput, match="no number of seconds"):
        embedded_settings()


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(BadInput, match="idel_seconds"):
        embedded_settings({"idel_seconds": 3})
