"""Going over from native calls to calls as text: the same conversation told anew, in the words of the other dialect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from smallcode.models.profiles import Dialect, Profile
from smallcode.models.types import Message
from smallcode.state import AgentState, messages_of

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings

TEXT_DIALECT: Dialect = "json"


def spoken_dialect(state: AgentState, profile: Profile) -> Dialect:
    """The dialect of this session: the profile's, unless the session went over to another."""
    return state.get("dialect") or profile.dialect


def must_switch(state: AgentState, profile: Profile, settings: Settings) -> bool:
    """Whether enough native calls have failed."""
    limit = settings.limits.native_failures
    leads = bool(state.get("model_leads"))
    return leads and spoken_dialect(state, profile) == "native" and 0 < limit <= state.get("native_failures", 0)


def told_as_text(state: AgentState, system: str) -> list[Message]:
    """The current conversation under the next number: ``system`` for its system text, native calls written out."""
    number = state["conversation"] + 1
    told: list[Message] = []
    for message in messages_of(state):
        text = system if message["speaker"] == "system" else message["text"]
        calls = [{"name": c.get("name", ""), "arguments": c.get("arguments", {})} for c in message.get("calls", [])]
        text = "\n".join([*([text] if text.strip() else []), *(json.dumps(call) for call in calls)])
        told.append({"speaker": message["speaker"], "text": text, "conversation": number})
    return told
