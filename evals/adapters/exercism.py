"""Exercism practice exercises of any track, and Aider's polyglot checkout, which holds six of them.

The agent gets the exercise with its stub and without .meta, .docs and tests; the instructions are the prompt. The
tests, and everything else that is not to be written, are laid over its result as they were.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, RootModel

from smallcode.errors import BadInput
from smallcode.evals.adapters.drafts import Draft, put, safe_name
from smallcode.evals.task import Check, TaskSpec

TRACKS = Path(__file__).with_name("tracks.yaml")
LEFT_OUT = {".meta", ".docs", ".approaches", ".articles", ".git", "node_modules"}
DOCS = ("introduction.md", "introduction.append.md", "instructions.md", "instructions.append.md")
CLOSING = (
    "Do this in {files}. Keep the names that are there: tests use them. Only the standard library is at hand."
)  # fmt: skip


class Replace(BaseModel):
    """A change to test files."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    pattern: str
    by: str


class Track(BaseModel):
    """One entry of tracks.yaml; see its head."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    python: bool = False
    run: str = ""
    toolchain: list[str] = []
    needs: list[str] = []
    replace: list[Replace] = []
    seconds: float = 180
    aliases: list[str] = []


class TracksFile(RootModel[dict[str, Track]]):
    """A file like tracks.yaml."""


@dataclass(frozen=True)
class Exercise:
    """Where an exercise is, and which of its files are what."""

    folder: Path
    track: str
    solution: list[str]
    test: list[str]
    example: list[str]


def read_exercism(path: Path, tracks_file: Path | None = None) -> Iterator[Draft]:
    """Tasks of a track's checkout, of a folder of exercises, or of one exercise.

    Raises:
        BadInput: there is none, or no entry for its track.
    """
    tracks = load_tracks(tracks_file)
    found = _exercises(path, tracks)
    if not found:
        raise BadInput(f"{path}: there is no exercise with .meta/config.json.", hint="Name a track's checkout.")
    for exercise in found:
        yield _draft(exercise, tracks, [exercise.folder, path, path.parent], exercise.folder.name)


def read_polyglot(path: Path, tracks_file: Path | None = None) -> Iterator[Draft]:
    """Tasks of a checkout with a folder for each language, each a track.

    Raises:
        BadInput: there is none.
    """
    tracks = load_tracks(tracks_file)
    found = False
    for folder in sorted(path.iterdir()) if path.is_dir() else []:
        if folder.is_dir() and (track := _track_named(folder.name, tracks)):
            for exercise in _exercises(folder, tracks, track):
                found = True
                yield _draft(exercise, tracks, [exercise.folder, folder, path], f"{track}-{exercise.folder.name}")
    if not found:
        raise BadInput(
            f"{path}: there is no folder of a language with exercises.", hint=f"Looked for: {', '.join(tracks)}."
        )


def load_tracks(extra: Path | None = None) -> dict[str, Track]:
    """The entries of tracks.yaml, and of ``extra`` over them.

    Raises:
        BadInput: a file can't be read, or an entry is wrong.
    """
    from smallcode.validated import check
    from smallcode.yamlfile import parse_yaml, read_text

    found: dict[str, Track] = {}
    for path in [TRACKS, *([extra] if extra else [])]:
        found |= check(TracksFile, parse_yaml(read_text(path, "tracks"), str(path))).root
    return found


def _exercises(path: Path, tracks: Mapping[str, Track], track: str = "") -> list[Exercise]:
    config = _json(path / "config.json")
    track = track or _track_named(str(config.get("slug", "")), tracks) or _track_named(path.name, tracks)
    metas = [path / ".meta" / "config.json"] if (path / ".meta" / "config.json").is_file() else sorted(
        path.glob("exercises/practice/*/.meta/config.json")
    ) or sorted(path.glob("*/.meta/config.json"))  # fmt: skip
    return [_exercise(meta.parent.parent, track, config.get("files") or {}, tracks) for meta in metas]


def _exercise(folder: Path, track: str, patterns: Mapping[str, Any], tracks: Mapping[str, Track]) -> Exercise:
    told = _json(folder / ".meta" / "config.json").get("files") or {}
    kinds = {
        kind: [str(name) for name in told.get(kind) or _of_patterns(patterns.get(kind) or [], folder.name)]
        for kind in ("solution", "test", "example", "exemplar")
    }
    if not kinds["solution"] or not kinds["test"]:
        raise BadInput(f"{folder}/.meta/config.json names no files.solution or no files.test.")
    if not track:
        suffixes = {".py": "python", ".js": "javascript", ".ts": "typescript", ".rs": "rust", ".cpp": "cpp",
                    ".java": "java", ".go": "go", ".rb": "ruby", ".c": "c"}  # fmt: skip
        track = next((suffixes[s] for name in kinds["solution"] if (s := Path(name).suffix) in suffixes), "")
    if track not in tracks:
        raise BadInput(
            f"{folder}: how are exercises of the track {track or 'it belongs to'!r} tested?",
            hint="Add an entry for it in a YAML file and name it with --tracks; evals/adapters/tracks.yaml has others.",
        )
    return Exercise(folder, track, kinds["solution"], kinds["test"], kinds["example"] or kinds["exemplar"])


def _draft(exercise: Exercise, tracks: Mapping[str, Track], homes: list[Path], name: str) -> Draft:
    track, folder = tracks[exercise.track], exercise.folder
    home = next((place for place in homes if _offers(place, track.needs)), None)
    missing = [] if home else [f"{' and '.join(track.needs)} in {homes[-2]} (not below /tmp, which checks can't see)"]
    words = {
        "tests": " ".join(map(shlex.quote, exercise.test)), "slug": folder.name, "home": shlex.quote(str(home)),
    }  # fmt: skip
    if track.python:
        checks = [Check(python=test, seconds=track.seconds) for test in exercise.test if test.endswith(".py")]
    else:
        command = re.sub(r"\{(tests|slug|home)\}", lambda match: words[match[1]], track.run)
        checks = [Check(run=command, seconds=track.seconds)]
    text = [
        (folder / ".docs" / doc).read_text(encoding="utf-8").strip()
        for doc in DOCS
        if (folder / ".docs" / doc).exists()
    ]
    closing = CLOSING.format(files=", ".join(exercise.solution))
    spec = TaskSpec(
        title=folder.name, category=exercise.track, prompt="\n\n".join([*text, closing]), half="closed", check=checks,
        toolchain=[*track.toolchain, *missing], slow=not track.python,
    )  # fmt: skip
    return Draft(safe_name(name), spec, lambda target: _fill(exercise, track, target))


def _offers(place: Path, needs: list[str]) -> bool:
    """Whether checks find what they need there; in some sandboxes /tmp is another one."""
    below_tmp = Path("/tmp") in place.resolve().parents  # noqa: S108
    return all((place / need).exists() for need in needs) and not (needs and below_tmp)


def _fill(exercise: Exercise, track: Track, target: Path) -> None:
    """The exercise's files as they are seen and laid over, and its example as the solution."""
    for path in sorted(exercise.folder.rglob("*")):
        relative = path.relative_to(exercise.folder)
        if set(relative.parts) & LEFT_OUT or not path.is_file() or path.is_symlink():
            continue
        name, data, mode = relative.as_posix(), path.read_bytes(), path.stat().st_mode & 0o777 | 0o600
        if name in exercise.test:
            put(target / "hidden", name, _switched_on(data, track), mode=mode)
            continue
        put(target / "files", name, data, mode=mode)
        if name not in exercise.solution:
            put(target / "hidden", name, data, mode=mode)
    for example, name in zip(exercise.example, _places(exercise), strict=True):
        if name and (exercise.folder / example).is_file():
            put(target / "solution", name, (exercise.folder / example).read_bytes())


def _places(exercise: Exercise) -> list[str]:
    """For each example the solution file that it stands for: of the same name, else the next of the same kind."""
    left = list(exercise.solution)
    places = []
    for example in map(Path, exercise.example):
        same = [name for name in left if Path(name).name == example.name]
        kind = [name for name in left if Path(name).suffix == example.suffix]
        place = (same or kind or [""])[0]
        places.append(place)
        if place:
            left.remove(place)
    return places


def _switched_on(data: bytes, track: Track) -> bytes:
    if not track.replace:
        return data
    text = data.decode("utf-8")
    for change in track.replace:
        text = re.sub(change.pattern, change.by, text, flags=re.MULTILINE)
    return text.encode()


def _track_named(name: str, tracks: Mapping[str, Track]) -> str:
    return next((key for key, track in tracks.items() if name in (key, *track.aliases)), "")


def _of_patterns(patterns: list[str], slug: str) -> list[str]:
    """A track's own patterns of names (``%{snake_slug}.py``) for one exercise."""
    words = slug.split("-")
    forms = {
        "kebab_slug": slug, "snake_slug": "_".join(words), "pascal_slug": "".join(map(str.capitalize, words)),
        "camel_slug": words[0] + "".join(map(str.capitalize, words[1:])),
    }  # fmt: skip
    return [re.sub(r"%\{(\w+)\}", lambda match: forms.get(match[1], match[0]), pattern) for pattern in patterns]


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadInput(f"{path}: this is no JSON: {error}.") from None
    return data if isinstance(data, dict) else {}
