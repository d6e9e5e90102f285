"""Finding out how to speak with a model that nothing is known about: a handful of tiny questions (config/probe.yaml).

The answers are read by the parser that sessions use. What follows from them is in ``smallcode.models.conclusions``.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from smallcode.errors import ModelFailed, NoModel
from smallcode.models.answers import Finding, read_answer, said, thinking_of
from smallcode.models.chat import ChatModel
from smallcode.models.profiles import Thinking
from smallcode.models.streaming import Cut, guard, watched
from smallcode.models.types import Piece, Reply, Request, Usage
from smallcode.resources import load_config

Say = Callable[[str], None]

_LEAST_ROOM = 0.5
"""Part of a question's tokens for the answer below which it is not worth asking."""
_OVER = 8
"""Tokens over the limit that an answer may have before it is cut here."""
_MOST_SILENT = 2
"""Questions without an answer in time after which no more are asked."""
_TEMPLATE_TOKENS = {False: 30, True: 170}
"""What a chat template adds to a question, without and with native tools."""


@dataclass(frozen=True, kw_only=True)
class Probe:
    """Everything that the questions brought to light."""

    findings: dict[str, Finding]
    thinks: bool = False
    switchable: bool = False
    """Its thinking can be turned off by the template's ``enable_thinking``."""
    tags: list[str] | None = None
    """Opening and closing tag of thinking that came in the text; None: the server told them apart, or none came."""
    stray: list[str] = field(default_factory=list)
    """Control tokens that came as text."""
    tokens: int = 0
    """Prompts and answers together, as the server counted them."""
    seconds: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether there is enough to judge by: most questions got an answer."""
        silent = sum(f.result in ("silent", "not_asked") for f in self.findings.values())
        return silent * 2 < len(self.findings)

    def works(self, question: str) -> bool:
        """Whether the answer to ``question`` was good."""
        found = self.findings.get(question)
        return found is not None and found.works


async def probe(model: ChatModel, *, say: Say = lambda text: None, limits: dict[str, float] | None = None) -> Probe:
    """Ask the questions of config/probe.yaml, one after the other.

    ``limits`` replaces ``tokens``, ``question_seconds`` or ``total_seconds`` of that file.

    Raises:
        NoModel: nothing answers at all.
    """
    known = model.profile
    model.adopt(known.model_copy(update={"thinking": Thinking(tags=[], cap_tokens=0), "stop": []}))
    try:
        return await _Prober(model, {**load_config("probe.yaml"), **(limits or {})}, say).run()
    finally:
        model.adopt(known)


class _Prober:
    """The state of one probe."""

    def __init__(self, model: ChatModel, config: dict[str, Any], say: Say) -> None:
        self.model = model
        self.config = config
        self.say = say
        self.findings: dict[str, Finding] = {}
        self.spent = 0
        self.extra_room = 0
        self.thinks = self.switchable = False
        self.tags: list[str] | None = None
        self.stray: dict[str, None] = {}
        self.began = time.monotonic()

    async def run(self) -> Probe:
        for name, question in self.config["questions"].items():
            self.say(f"{question['title']} ...")
            self.findings[name] = await self._finding(name, question)
            if name == "thinking" and self.thinks:
                await self._try_switch(question)
        return Probe(
            findings=self.findings, thinks=self.thinks, switchable=self.switchable, tags=self.tags,
            stray=list(self.stray), tokens=self.spent, seconds=round(time.monotonic() - self.began, 1),
        )  # fmt: skip

    async def _finding(self, name: str, question: dict[str, Any]) -> Finding:
        if sum(f.result == "silent" for f in self.findings.values()) >= _MOST_SILENT:
            return Finding(question=name, result="not_asked", detail="it did not answer before")
        if time.monotonic() - self.began > self.config["total_seconds"]:
            return Finding(question=name, result="not_asked", detail="the time for probing is used up")
        room = await self._room(name, question)
        if not room:
            return Finding(question=name, result="not_asked", detail="the tokens for probing are used up")
        before, began = self.spent, time.monotonic()
        try:
            reply = await self._ask(name, question, room)
        except ModelFailed as error:
            # The first question failing means a server that is broken; later ones may ask for what it can't do.
            if not self.findings:
                raise
            found = Finding(question=name, result="refused", detail=_first_sentence(error))
        except NoModel:
            raise
        except TimeoutError:
            found = Finding(question=name, result="silent", detail="no answer in time")
        else:
            self._notice(reply)
            found = (
                self._read_thinking(reply)
                if name == "thinking"
                else read_answer(name, question, reply, self.config["tool"])
            )
        return Finding(
            question=name, result=found.result, detail=found.detail, repairs=found.repairs,
            tokens=self.spent - before, seconds=round(time.monotonic() - began, 1),
        )  # fmt: skip

    async def _room(self, name: str, question: dict[str, Any]) -> int:
        """Tokens for the answer; 0: the question no longer fits into the budget."""
        prompt = await self._prompt_tokens(name, question)
        wanted = question["max_tokens"] + self.extra_room
        room = min(wanted, int(self.config["tokens"]) - self.spent - prompt)
        return room if room >= wanted * _LEAST_ROOM else 0

    async def _prompt_tokens(self, name: str, question: dict[str, Any]) -> int:
        native = name == "native"
        text = question["ask"] + (json.dumps(self.config["tool"]) if native else "")
        return await self.model.count_tokens(text) + _TEMPLATE_TOKENS[native]

    async def _ask(self, name: str, question: dict[str, Any], room: int) -> Reply:
        from smallcode.speech.choices import closed_choice

        text = question["ask"].replace("TOOL", json.dumps(self.config["tool"]["name"]))
        options = question.get("options")
        request = Request(
            messages=[{"speaker": "user", "text": text}],
            max_tokens=room, temperature=0.0, seed=1,
            tools=[self.config["tool"]] if name == "native" else [],
            schema=closed_choice(options) if options else None,
        )  # fmt: skip
        prompt = await self._prompt_tokens(name, question)
        left = self.config["total_seconds"] - (time.monotonic() - self.began)
        heard = 0
        guarded = guard(self.model.stream(request), self.model.profile, prompt_tokens=prompt)
        capped = watched(guarded, lambda: [_Cap(room + _OVER)], prompt_tokens=prompt)
        try:
            async with (
                asyncio.timeout(min(self.config["question_seconds"], max(left, 0.1))),
                aclosing(capped) as pieces,
            ):
                async for piece in pieces:
                    heard += bool(piece.text or piece.reasoning)
                    if piece.reply is not None:
                        self.spent += _total(piece.reply.usage)
                        return piece.reply
        except (TimeoutError, ModelFailed):
            # A cut request was read all the same: what it cost is estimated.
            self.spent += prompt + heard if heard else 0
            raise
        raise ModelFailed("The answer ended without an end.")

    def _notice(self, reply: Reply) -> None:
        """Look for thinking and for control tokens, in every answer."""
        from smallcode.speech.text import END_TOKEN
        from smallcode.speech.thinking import thinking_tags

        tags = thinking_tags(reply.text)
        if tags:
            self.tags = self.tags or list(tags)
        self.thinks = self.thinks or bool(tags or reply.reasoning.strip())
        for match in END_TOKEN.finditer(reply.text):
            self.stray[match[0]] = None

    def _read_thinking(self, reply: Reply) -> Finding:
        answered = bool(said(reply).strip())
        if not self.thinks:
            detail = "does not think aloud" if answered else "an empty answer"
            return Finding(question="thinking", result="no", detail=detail)
        where = f"between {self.tags[0]} and {self.tags[1]}" if self.tags else "apart from the answer"
        end = "" if answered else ", and did not come to an end"
        return Finding(question="thinking", result="yes", detail=f"thinks {where}{end}")

    async def _try_switch(self, question: dict[str, Any]) -> None:
        """A model that thinks: can it be turned off? If not, its answers get more room."""
        bare = self.model.profile
        off = Thinking(tags=[], cap_tokens=0, switch="enable_thinking")
        self.model.adopt(bare.model_copy(update={"thinking": off}))
        room = await self._room("thinking", question)
        try:
            reply = await self._ask("thinking", question, room) if room else None
        except (NoModel, TimeoutError):
            reply = None
        if reply is not None and not reply.reasoning.strip() and not thinking_of(reply) and said(reply).strip():
            self.switchable = True
            return
        self.model.adopt(bare)
        self.extra_room = int(self.config["thinking_room"])


class _Cap:
    """Ends an answer of a server that does not keep to the tokens it was given."""

    def __init__(self, most: int) -> None:
        self._left = most

    def see(self, piece: Piece) -> Cut | None:
        """See ``streaming.Watcher``."""
        self._left -= bool(piece.text or piece.reasoning)
        return Cut(finish="length") if self._left < 0 else None


def _first_sentence(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:160]


def _total(usage: Usage) -> int:
    return usage.prompt_tokens + usage.completion_tokens
