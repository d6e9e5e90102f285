"""One pattern for everything that can begin something in a reply."""

from __future__ import annotations

import functools
import re

from smallcode.speech.blocks import START
from smallcode.speech.fences import FENCE
from smallcode.speech.named import GEMMA, HARMONY, LABEL
from smallcode.speech.tags import FUNCTION, tool_tag
from smallcode.speech.text import CALL_CLOSERS, CALL_OPENERS, END_TOKENS, INVENTED, RESULT_HEADINGS, tag

PATCH = r"^[ \t]*\*\*\*[ \t]+(?:Begin[ \t]+Patch|(?:Add|Create|Update|Modify|Delete|Remove)[ \t]+File[ \t]*:)"
DIFF = r"^(?:diff --git [^\n]+|---[ \t]+[^\n]{1,300}\n\+\+\+[ \t])"
FILE_TAG = (
    r"<(?:file|document|write|create|artifact|boltAction)\b[^<>\n]{0,200}?\b(?:path|filePath"
    r"|filename|name|src)\s*=\s*[\"'](?P<filepath>[^\"'<>\n]{1,240})[\"'][^<>\n]{0,200}>"
    r"|<(?:file|document|write|create|artifact)>\s{0,20}<(?P<childname>path|name|filename|file_path|filepath)>\s{0,20}"
    r"(?P<childpath>[^<>\n]{1,240}?)\s{0,20}</(?P=childname)>\s{0,20}<(?P<childtag>content|contents|code|text|source)>"
)
PAIR = r"<(?P<pairold>search|find|old|original|before|old_code|old_str|old_string)>"
_QUOTE = "\"'“”‘`＂„‟«″"
JSON = rf"\{{(?=\s{{0,40}}[\\{_QUOTE}A-Za-z_])|\[(?=\s{{0,40}}\{{\s{{0,40}}[{_QUOTE}A-Za-z_])"


@functools.lru_cache(maxsize=64)
def openers(names: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern for these tools; the name of the outermost group that matched tells the kind."""
    tools = "|".join(sorted(map(re.escape, names), key=len, reverse=True)) or r"(?!)"
    python = (
        r"^[ \t]*+(?:(?:[-*]"
        r"|\d{1,3}[.)])[ \t]++)?+\[?+[ \t]*+(?P<pyhead>(?:[A-Za-z_]\w*[ \t]*=[ \t]*)?(?:print[ \t]*\([ \t]*)?"
        rf"(?:[A-Za-z_]\w*\.){{0,3}}(?:{tools})(?:\.call)?[ \t]*\()"
    )
    # The name of a tool, straight before an object, is a call without its marker.
    bare = (
        rf"(?<![\w.:/-])[`*_\"']{{0,3}}(?:functions\.)?(?P<bare>{tools})[`*_\"']{{0,3}}:?"
        rf"(?=\s{{0,20}}\{{\s{{0,40}}[\\{_QUOTE}A-Za-z_}}])"
    )
    keyed = rf"^[ \t]*+(?P<keyed>{tools}):[ \t]*\r?$(?=\n[ \t]+[A-Za-z_]\w*:)"
    kinds = {
        "run": r"<{11,}|`{40,}",
        "invented": INVENTED,
        "heading": RESULT_HEADINGS,
        "noise": tag(END_TOKENS),
        "fenced": FENCE,
        "block": START,
        "patch": PATCH,
        "diff": DIFF,
        "pair": tag(PAIR),
        "file": tag(FILE_TAG),
        "tag": tag(f"{FUNCTION}|{tool_tag(list(names))}"),
        "marker": tag(CALL_OPENERS),
        "closer": tag(CALL_CLOSERS),
        "harm": HARMONY,
        "gem": GEMMA,
        "labelled": LABEL,
        "python": python,
        "bare": bare,
        "keyed": keyed,
        "ticks": r"`+",
        "json": JSON,
    }
    return re.compile("|".join(f"(?P<k_{kind}>{pattern})" for kind, pattern in kinds.items()), re.MULTILINE)


def kind_of(match: re.Match[str]) -> str:
    """Which kind of opener matched."""
    for name, value in match.groupdict().items():
        if name.startswith("k_") and value is not None:
            return name[2:]
    raise AssertionError(match)
