"""What a tool is: a plain typed function, found by name, called with checked arguments.

A tool is written as ``def read(args: ReadArgs, tools: ToolContext) -> ToolResult`` (or ``async def``) in tools/, and
registered with ``@tool``. Its docstring's first line is what the model reads.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from smallcode.errors import ToolError

if TYPE_CHECKING:
    from smallcode.workspace.workspace import Workspace

Effect = Literal["reads", "writes", "runs"]


class Arguments(BaseModel):
    """What a tool's arguments derive from: an argument that the tool lacks is an error, never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, kw_only=True)
class ToolResult:
    """``content`` is for the model, ``details`` for people, logs and evals."""

    content: str
    details: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    """Kind of the model's mistake, empty when all went well."""


@dataclass(frozen=True, kw_only=True)
class ToolContext:
    """What a tool may use."""

    workspace: Workspace
    call_id: str
    """Our own id of this call: the same when a crashed node runs again."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """The tool's limits from config/tools.yaml (characters, seconds, entries)."""
    services: Mapping[str, Any] = field(default_factory=dict)
    """Of the run: ``requirements``, ``validation`` (smallcode.validation.engine), ``state``, ``mechanisms`` (the
    settings' switches). A tool may lack any."""


ToolFunction = Callable[[Any, ToolContext], ToolResult | Awaitable[ToolResult]]


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A registered tool."""

    name: str
    description: str
    arguments: type[BaseModel]
    function: ToolFunction
    effect: Effect

    def schema(self) -> dict[str, Any]:
        """OpenAI-style definition of this tool, without titles and defaults that cost tokens."""
        return {"name": self.name, "description": self.description, "parameters": _parameters(self.arguments)}


@functools.cache
def _parameters(arguments: type[BaseModel]) -> dict[str, Any]:
    """Made once for each tool, as every request of a model that leads needs all of them (2 ms each)."""
    raw = arguments.model_json_schema()
    properties = {name: _slim(value) for name, value in raw.get("properties", {}).items()}
    return {"type": "object", "properties": properties, "required": raw.get("required", [])}


def _slim(schema: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in schema:
        first: dict[str, Any] = next((s for s in schema["anyOf"] if s.get("type") != "null"), {})
        schema = {**first, **{k: v for k, v in schema.items() if k == "description"}}
    return {key: value for key, value in schema.items() if key in ("type", "description", "enum", "items")}


_MOST_PROBLEMS = 6
_REGISTRY: dict[str, Tool] = {}


def tool(name: str, effect: Effect) -> Callable[[ToolFunction], ToolFunction]:
    """Register the decorated function; its first parameter's annotation is the argument model.

    The module's annotations must be real classes when the decorator runs (no string forward references to names
    that are defined later).
    """

    def register(function: ToolFunction) -> ToolFunction:
        import typing

        hints = typing.get_type_hints(function)
        first: str = next(iter(inspect.signature(function).parameters))
        description = (inspect.getdoc(function) or "").split("\n", 1)[0]
        _REGISTRY[name] = Tool(
            name=name, description=description, arguments=hints[first], function=function, effect=effect
        )
        return function

    return register


class ToolBox:
    """The tools that are switched on for a session."""

    def __init__(
        self,
        names: Iterable[str] | None = None,
        limits: Mapping[str, Mapping[str, int]] | None = None,
        *,
        levels: Mapping[str, Collection[str]] | None = None,
        internal: Collection[str] = (),
    ) -> None:
        """What is on, and who is offered it.

        Args:
            names: those to switch on (None: all that are registered).
            limits: by tool.
            levels: levels of models that a tool is offered to; a tool that is not here is offered to all.
            internal: tools for the harness alone, never offered.
        """
        self._limits = dict(limits or {})
        self._levels = dict(levels or {})
        self._internal = frozenset(internal)
        chosen: list[str] = list(_REGISTRY) if names is None else list(names)
        self.tools: dict[str, Tool] = {name: _REGISTRY[name] for name in chosen if name in _REGISTRY}

    def offered(self, level: str | None = None) -> list[Tool]:
        """The tools that models of a level are shown (None: of any level), in a fixed order."""
        return [
            tool
            for name, tool in self.tools.items()
            if name not in self._internal and (level is None or level in self._levels.get(name, (level,)))
        ]

    def schemas(self, level: str | None = None) -> list[dict[str, Any]]:
        """Definitions of the offered tools, in a fixed order."""
        return [t.schema() for t in self.offered(level)]

    def limits(self, name: str) -> Mapping[str, int]:
        """The limits of a tool; empty where it has none."""
        return self._limits.get(name, {})

    def get(self, name: str) -> Tool:
        """Return a tool.

        Raises:
            ToolError: there is no such tool; the text names those there are.
        """
        found = self.tools.get(name)
        if found is None:
            names = ", ".join(tool.name for tool in self.offered())
            raise ToolError("unknown_tool", f"No tool {name!r}. Available: {names}.")
        return found

    async def call(self, name: str, arguments: dict[str, Any], context: ToolContext) -> ToolResult:
        """Check the arguments and run the tool; the model's mistakes become results, bugs propagate."""
        import asyncio

        found: Tool | None = None
        try:
            found = self.get(name)
            checked = found.arguments.model_validate(arguments)
            if inspect.iscoroutinefunction(found.function):
                result: ToolResult = await found.function(checked, context)
            else:
                result = await asyncio.to_thread(found.function, checked, context)  # type: ignore[arg-type]
            return result
        except ValidationError as error:
            assert found is not None
            return ToolResult(content=_explain(found, error), error="bad_arguments")
        except ToolError as error:
            return ToolResult(content=error.message, error=error.kind)


def _explain(tool: Tool, error: ValidationError) -> str:
    lines = [f"The arguments of {tool.name} are wrong; nothing was done. Send the call again with these mended:"]
    for problem in error.errors(include_url=False)[:_MOST_PROBLEMS]:
        place = ".".join(str(part) for part in problem["loc"]) or "arguments"
        text = problem["msg"]
        if problem["type"] == "missing":
            text = "is missing"
        elif problem["type"] == "extra_forbidden":
            names = ", ".join(tool.arguments.model_fields) or "nothing"
            text = f"no such argument; there are: {names}"
        lines.append(f"- {place}: {text}")
    return "\n".join(lines)
