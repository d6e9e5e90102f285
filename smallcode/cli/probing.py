"""``smallcode models probe NAME``: ask a model a handful of tiny questions, and say how it will be worked with."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

from smallcode.workspace.clean import clean_text

if TYPE_CHECKING:
    from smallcode.models.chat import ChatModel
    from smallcode.models.probe import Probe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options that only ``probe`` has."""
    parser.add_argument("--base-url", metavar="URL", help="probe: address of the server, as in `smallcode run`")
    saving = parser.add_mutually_exclusive_group()
    saving.add_argument(
        "--save", action="store_true", default=None, help="probe: use what it finds, over the built-in profile too"
    )
    saving.add_argument("--no-save", action="store_false", dest="save", help="probe: only say what it finds")


def run_probe(name: str, args: argparse.Namespace) -> None:
    """Probe and print.

    Raises:
        BadInput: no such provider.
        NoModel: nothing answers, or no such model.
    """
    from smallcode.settings import load_settings

    settings = load_settings(None).settings.model
    reference = name if ":" in name else f"embedded:{name}"
    own = reference == settings.name
    base_url = args.base_url or (settings.base_url if own else "") or None
    report = asyncio.run(_probed(reference, base_url, settings.api_key_env if own else "", settings.profile, args))
    if args.json:
        print(json.dumps(report, indent=2))
    else:
        print(clean_text(_text(report), colors=False))


async def _probed(
    reference: str, base_url: str | None, api_key_env: str, overrides: dict[str, Any], args: argparse.Namespace
) -> dict[str, Any]:
    from smallcode.models.acquaint import look_closely
    from smallcode.models.chat import ChatModel
    from smallcode.models.learned import chosen_profile
    from smallcode.models.providers import connect

    def say(text: str) -> None:
        if not args.json and sys.stderr.isatty():
            print(text, file=sys.stderr, flush=True)

    model = await connect(reference, base_url=base_url, api_key_env=api_key_env, overrides=overrides or None)
    try:
        assert isinstance(model, ChatModel)
        found, values, path = await look_closely(model, save=args.save, say=say)
        provider, _, name = model.name.partition(":")
        used = chosen_profile(provider, name, model.facts, overrides or None)
        return _report(model, found, values, path, used.model_dump(mode="json"))
    finally:
        await model.close()


def _report(model: ChatModel, found: Probe, values: dict[str, Any], path: str, used: dict[str, Any]) -> dict[str, Any]:
    from smallcode.models.conclusions import described, in_words
    from smallcode.models.learned import is_known
    from smallcode.models.learning import repairs_of
    from smallcode.models.profiles import Profile, profile_for

    name = model.name.partition(":")[2]
    probed = profile_for(name, None, values)
    return {
        "model": model.name,
        "context_tokens": model.context_tokens,
        "answered": found.answered,
        "questions": {n: {"result": f.result, "detail": f.detail, "repairs": f.repairs, "tokens": f.tokens}
                      for n, f in found.findings.items()},
        "tokens": found.tokens,
        "seconds": found.seconds,
        "profile": values,
        "findings": described(found),
        "in_words": in_words(probed, model.context_tokens),
        "known": is_known(name),
        "used": used,
        "used_in_words": in_words(Profile.model_validate(used), model.context_tokens),
        "saved": path,
        "repairs_so_far": repairs_of(model.name),
    }  # fmt: skip


def _text(report: dict[str, Any]) -> str:
    lines = [report["model"], ""]
    lines += [f"  {line}" for line in report["findings"]]
    lines += ["", f"By this: {report['in_words']}"]
    if not report["answered"]:
        lines.append("Most questions got no answer, so nothing follows from them, and nothing was saved.")
    elif report["saved"]:
        lines.append(f"Saved, and used from now on: {report['saved']}")
    elif report["known"]:
        lines.append(f"Used is the built-in profile: {report['used_in_words']}")
        lines.append(f"To use what was found instead: smallcode models probe {report['model']} --save")
    if report["repairs_so_far"]:
        most = ", ".join(f"{name} {n}" for name, n in list(report["repairs_so_far"].items())[:5])
        lines.append(f"Repairs that its replies needed in sessions: {most}")
    asked = sum(q["result"] != "not_asked" for q in report["questions"].values())
    lines.append(f"{asked} questions, {report['tokens']} tokens in all, {report['seconds']:.0f} s.")
    return "\n".join(lines)
