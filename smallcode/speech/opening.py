"""The first messages of a conversation, and the message that asks for a repair.

The prefix (system, worked example) is the same for all conversations of a session, so that the server's cache holds.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from smallcode.models.types import Message, Model
from smallcode.resources import load_config, render_prompt
from smallcode.retrieval.pieces import Shown, ask_for, explains
from smallcode.speech.switching import spoken_dialect
from smallcode.state import AgentState, current_part

if TYPE_CHECKING:
    from smallcode.context import AgentContext


def opening_messages(
    state: AgentState, context: AgentContext, model: Model, shown: Shown, history: list[Message]
) -> list[Message]:
    """System, earlier turns, worked example (workflow level, where code is to be written) and task or question."""
    if state.get("model_leads"):
        return _leading(state, context, model, shown, history)
    settings = context.settings
    rules = _project_rules(state, context, model, 3)
    system: Message = {"speaker": "system", "text": render_prompt("system_workflow", instructions=rules)}
    messages: list[Message] = [system, *history]
    asked = current_part(state)["kind"] in ("answer", "plan")
    if settings.mechanisms.worked_example and not asked:
        kind = "explain" if explains(state, settings) else state["facts"]["kind"]
        messages.extend(worked_example(state["facts"]["language"], kind))
    text = render_prompt(
        "task",
        heading=_heading(state),
        task=current_part(state)["instruction"].strip(),
        pieces=shown.pieces,
        notes="\n".join(filter(None, [shown.notes, _tried(state)])),
        ask=shown.ask,
    )
    messages.append({"speaker": "user", "text": text})
    return messages


def repair_message(state: AgentState, context: AgentContext) -> Message:
    """What failed, which files are good, and what to write again."""
    if state.get("model_leads") or current_part(state)["kind"] in ("answer", "plan"):
        text = state["failure"]
    else:
        accepted = state.get("accepted", [])
        targets = [t for t in current_part(state)["targets"] if t["path"] not in accepted]
        only_talked = bool(state.get("attempts")) and state["attempts"][-1]["error_kind"] == "reply"
        explain = explains(state, context.settings) and not only_talked
        text = render_prompt(
            "repair", failure=state["failure"], accepted=", ".join(accepted),
            ask=ask_for(targets or current_part(state)["targets"], explain=explain),
        )  # fmt: skip
    return {"speaker": "user", "text": text, "conversation": state["conversation"]}


def _project_rules(state: AgentState, context: AgentContext, model: Model, chars_per_token: int) -> str:
    """AGENTS.md within its budget; a model that leads has a larger window, and so four times the room."""
    if not context.settings.mechanisms.project_facts:
        return ""
    settings = context.settings.context
    share = int(model.context_tokens * settings.shares.system) * 3
    return cut(state["facts"]["instructions"], min(settings.project_facts_tokens * chars_per_token, share))


def _tried(state: AgentState) -> str:
    """What an earlier sample failed at, so that the next one does not repeat it; a hand-over has the last three."""
    attempts = [a for a in state.get("attempts", []) if a["part"] == state["part"] and a["message"]]
    if not attempts or state.get("fresh") not in ("fresh_sample", "model", "compaction"):
        return ""
    last = attempts[-3:] if state.get("fresh") == "model" else attempts[-1:]
    return "\n".join(f"An earlier try failed: {attempt['message']}" for attempt in last)


def system_text(state: AgentState, context: AgentContext, model: Model) -> str:
    """The system text for a model that leads: how to work, its tools in its dialect, the project's rules."""
    from smallcode.speech.dialects import dialect

    level = model.profile.level
    tools = context.toolbox.schemas(level)
    spoken = dialect(spoken_dialect(state, model.profile))
    rules = _project_rules(state, context, model, 12)
    return render_prompt(f"system_{level}", instructions=rules, tools=spoken.instructions(tools))


def _leading(
    state: AgentState, context: AgentContext, model: Model, shown: Shown, history: list[Message]
) -> list[Message]:
    system = system_text(state, context, model)
    part = current_part(state)
    task = render_prompt(
        "task",
        heading=_heading(state),
        task=part["instruction"].strip(),
        pieces=shown.pieces,
        notes="\n".join(filter(None, [shown.notes, _tried(state)])),
        ask=shown.ask,
    )
    return [{"speaker": "system", "text": system}, *history, {"speaker": "user", "text": task}]


def _heading(state: AgentState) -> str:
    """How the last message begins; what follows it is never cut when a conversation is compacted."""
    return "Question" if current_part(state)["kind"] == "answer" else "Task"


@functools.cache
def _examples() -> dict[str, Any]:
    return dict(load_config("worked_examples.yaml")["examples"])


def worked_example(language: str, kind: str) -> list[Message]:
    """One exchange in the task's own language, as past messages (rules alone are obeyed less)."""
    by_language = _examples().get(language) or _examples().get("other", {})
    wanted = kind if kind in ("tests", "create", "explain") else "edit"
    example = by_language.get(wanted) or by_language.get("edit")
    if not example:
        return []
    return [
        {"speaker": "user", "text": example["user"].strip("\n")},
        {"speaker": "assistant", "text": example["assistant"].strip("\n")},
    ]


def example_names(language: str, kind: str) -> list[str]:
    """Names that only the worked example has; in an answer they show that the model copied it."""
    by_language = _examples().get(language) or _examples().get("other", {})
    return list(by_language.get("names", []))


def cut(text: str, chars: int) -> str:
    """The first whole lines of ``text`` within ``chars``, and a mark where something was left out."""
    if len(text) <= chars:
        return text
    kept = text[:chars].rsplit("\n", 1)[0]
    return f"{kept}\n(cut: {len(text) - len(kept)} more characters)"
