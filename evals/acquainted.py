"""Getting to know a model that no profile describes: once for a whole run, not once for each job."""

from __future__ import annotations

import asyncio
from pathlib import Path

from smallcode.evals.upstream import Upstream


async def learn(upstream: Upstream, scratch: Path) -> Path | None:
    """Probe the model as a first session would, and write down what came out; None where there is nothing to learn.

    The file has the name under which a session looks for it. The questions are asked through a meter of their own
    (``probe.jsonl``), so that they count for no job.
    """
    from smallcode.errors import NoModel
    from smallcode.models.acquaint import learned_from, needs_probe
    from smallcode.models.chat import ChatModel
    from smallcode.models.conclusions import conclude
    from smallcode.models.learned import learned_path
    from smallcode.models.probe import probe
    from smallcode.models.weights import weights_facts

    scratch.mkdir(parents=True, exist_ok=True)
    async with upstream.way(scratch / "probe.jsonl") as meter:
        model = await upstream.connect(meter)
        try:
            if not isinstance(model, ChatModel) or not needs_probe(model, upstream.overrides):
                return None
            found = await probe(model)
        except NoModel:
            return None  # what is wrong with the server, the first job will tell
        finally:
            await model.close()
    if not found.answered:
        return None
    name, facts = model.name, model.facts
    if upstream.server is not None:  # the program finds it as one of its own
        name, facts = f"embedded:{upstream.model}", await asyncio.to_thread(weights_facts, upstream.model)
    learned = learned_from(name, facts, found, conclude(name.partition(":")[2], found, facts))
    path = scratch / learned_path(name, learned.fingerprint).name
    path.write_text(learned.model_dump_json(indent=1), encoding="utf-8")
    return path
