"""Every reply of the corpora is read as it was meant, whole and in pieces, and every repair has a known name."""

from __future__ import annotations

import random
from typing import Any

import pytest
from corpus import TOOLS, contents, files_of, judge, load_cases, parse_case

from smallcode.speech.outcome import carry_out
from smallcode.speech.stream import StreamParser
from smallcode.speech.vocabulary import Vocabulary, speech_config

CASES = [*load_cases("malformed.jsonl"), *load_cases("malformed_more.jsonl")]


def by_id(case: dict[str, Any]) -> str:
    return str(case["id"])


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_a_malformed_reply_is_read_as_it_was_meant(case: dict[str, Any]) -> None:
    assert judge(case, parse_case(case)) == ""


@pytest.mark.parametrize("size", [1, 7])
def test_a_stream_of_pieces_is_read_like_the_whole(size: int) -> None:
    for case in CASES:
        stream = StreamParser(
            tools=TOOLS, files=files_of(case), mode=case.get("mode", "act"), expected=case.get("expected", ())
        )
        for start in range(0, len(case["raw"]), size):
            stream.feed(case["raw"][start : start + size])
        parsed = stream.finish(case.get("finish", "stop"), case.get("native_calls"))
        assert parsed == parse_case(case), case["id"]
        assert judge(case, parsed) == "", case["id"]


def test_a_reply_cut_anywhere_leads_to_nothing_that_the_whole_does_not() -> None:
    places = random.Random(3)
    for case in CASES:
        if case.get("native_calls"):
            continue
        files, raw = files_of(case), case["raw"]
        whole = carry_out(parse_case(case), files, Vocabulary(TOOLS)).as_json()
        texts = contents(files, whole)
        for end in places.sample(range(1, len(raw)), min(4, len(raw) - 1)) if len(raw) > 1 else []:
            cut = parse_case({**case, "raw": raw[:end], "finish": "length"})
            got = carry_out(cut, files, Vocabulary(TOOLS)).as_json()
            assert all(call in whole["calls"] for call in got["calls"]), (case["id"], end, got)
            if len(texts) == 1 and not whole["edits"]:
                assert contents(files, got) in (files, texts), (case["id"], end, got)


def test_a_stream_can_be_stopped_at_an_invented_result() -> None:
    cases = {case["id"]: case for case in CASES}
    raw = cases["tokens-fake-result"]["raw"]
    stream = StreamParser(tools=TOOLS, files={})
    fed = 0
    for char in raw:
        fed += 1
        if stream.feed(char):
            break
    assert raw[:fed].endswith("<tool_response>") or len(raw[:fed]) < raw.index("print(1)") + 2
    assert judge(cases["tokens-fake-result"], stream.finish("stop")) == ""


def test_a_stream_is_not_stopped_by_a_result_tag_inside_an_argument() -> None:
    call = '{"name": "write_file", "arguments": {"path": "a.txt", "content": "<tool_response> is a tag"}}'
    raw = f"<tool_call>{call}</tool_call>"
    stream = StreamParser(tools=TOOLS, files={})
    assert not any(stream.feed(char) for char in raw)
    assert stream.finish("stop").calls[0].arguments["content"] == "<tool_response> is a tag"


def test_every_repair_that_is_reported_is_explained() -> None:
    known = set(speech_config()["repairs"])
    seen = {repair for case in CASES for repair in parse_case(case).repairs}
    assert seen <= known
    assert len(seen) > 30


def test_a_clean_call_needs_no_repair_but_its_reading_from_text() -> None:
    clean = next(case for case in CASES if case["id"] == "qwen-tag")
    assert parse_case(clean).repairs == ["call_as_text"]
