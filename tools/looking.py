"""Which files there are."""

from __future__ import annotations

from collections import Counter

from smallcode.errors import ToolError
from smallcode.tooling import Arguments, ToolContext, ToolResult, tool
from smallcode.tools.common import limit, plural, shown_list

WILDCARDS = frozenset("*?[")


class List(Arguments):
    """A folder; the project's own if none is named."""

    path: str = "."


@tool("list", "reads")
def list_folder(args: List, tools: ToolContext) -> ToolResult:
    """List the files and folders in a folder."""
    return listing(args.path, tools)


def listing(path: str, tools: ToolContext) -> ToolResult:
    """One level of a folder; folders come with the number of files below them.

    Raises:
        ToolError: "not_found", "outside", "refused".
    """
    workspace = tools.workspace
    folder = workspace.resolve(path)
    name = workspace.relative(folder)
    if not folder.is_dir():
        if folder.exists():
            raise ToolError("bad_arguments", f"{path} is a file, not a folder. Read it.")
        raise ToolError("not_found", f"There is no folder {path!r}.{_near(path, tools)}")
    prefix = "" if name == "." else f"{name}/"
    inside = [file[len(prefix) :] for file in all_files(tools) if file.startswith(prefix)]
    folders = Counter(file.split("/", 1)[0] for file in inside if "/" in file)
    rows = [f"{one}/ ({plural(count, 'file')})" for one, count in sorted(folders.items())]
    rows += [file for file in inside if "/" not in file]
    if not rows:
        return ToolResult(content=f"{name}/ has no files (ignored ones are not listed).", details={"entries": 0})
    head = "." if name == "." else name
    content = f"{head}/ ({plural(len(inside), 'file')} in all)\n{shown_list(rows, limit(tools, 'entries', 120))}"
    return ToolResult(content=content, details={"entries": len(rows), "files": len(inside)})


def all_files(tools: ToolContext) -> list[str]:
    """The project's files that may be read, by git's ignore rules, up to the tool's limit."""
    return tools.workspace.list_files(limit=limit(tools, "files", 20000))


def files_under(path: str | None, tools: ToolContext) -> list[str]:
    """The files that ``path`` stands for: a file, a folder, a glob, or all of them.

    Raises:
        ToolError: "not_found", "outside", "refused".
    """
    workspace = tools.workspace
    if path is None or path.strip() in ("", ".", "./"):
        return all_files(tools)
    place = workspace.resolve(path)
    name = workspace.relative(place)
    if place.is_file():
        return [name]
    if place.is_dir():
        return [file for file in all_files(tools) if name == "." or file.startswith(f"{name}/")]
    if WILDCARDS & set(path):
        return matching(path, tools)
    raise ToolError("not_found", f"There is no file or folder {path!r}.{_near(path, tools)}")


def matching(pattern: str, tools: ToolContext) -> list[str]:
    """Files that a glob names; without a slash it is for names in every folder, as in .gitignore.

    Raises:
        ToolError: "bad_arguments": it is no pattern.
    """
    from pathspec import GitIgnoreSpec

    plain = pattern.strip().removeprefix("./").lstrip("!# ")
    try:
        spec = GitIgnoreSpec.from_lines([plain])
    except ValueError as error:
        raise ToolError(
            "bad_arguments", f"{pattern!r} is no pattern: {error}. Write one such as src/**/*.py."
        ) from None
    return list(spec.match_files(all_files(tools)))


class Find(Arguments):
    """A glob, or a part of a path."""

    pattern: str


@tool("find", "reads")
def find(args: Find, tools: ToolContext) -> ToolResult:
    """Find files by glob (src/**/*.py) or part of the name."""
    pattern = args.pattern.strip()
    if not pattern:
        raise ToolError("bad_arguments", "The pattern is empty. Write one such as src/**/*.py.")
    if ".." in pattern.split("/") or pattern.startswith("/"):
        tools.workspace.resolve(pattern)
    if WILDCARDS & set(pattern):
        found = matching(pattern, tools)
    else:
        wanted = pattern.removeprefix("./").casefold()
        found = [file for file in all_files(tools) if wanted in file.casefold()]
    if not found:
        raise ToolError("not_found", f"No file fits {pattern!r}.{_near(pattern, tools)}")
    return ToolResult(content=shown_list(found, limit(tools, "entries", 60)), details={"files": len(found)})


def _near(path: str, tools: ToolContext) -> str:
    near = tools.workspace.similar(path)
    return f" Near names: {', '.join(near)}." if near else " List the files to see what there is."
