"""A view of the reply for finding structure, and the control tokens that chat templates leave in it."""

from __future__ import annotations

import re

# One character for one character, so that positions in the view are positions in the text: structure is looked for
# in the view, and values are cut out of the text as the model wrote them.
_VIEW = str.maketrans(
    {
        "＜": "<", "＞": ">", "｜": "|", "▁": "_", "｛": "{", "｝": "}", "［": "[", "］": "]", "（": "(", "）": ")",
        "＝": "=", "＿": "_", "／": "/", "｀": "`", "\u00a0": " ", "\u202f": " ", "\u3000": " ", "\u200b": " ",
        "\u2060": " ", "\ufeff": " ", "\u200e": " ", "\u200f": " ", "\u2028": "\n", "\u2029": "\n", "\x00": " ",
        "◁": "<", "▷": ">",
    }
)  # fmt: skip


def view_of(text: str) -> str:
    """Return ``text`` with full-width and invisible characters as their plain likes, position by position."""
    return text if text.isascii() and "\x00" not in text else text.translate(_VIEW)


def roomy(pattern: str) -> str:
    """Let a blank stand inside ``<|`` and ``|>``, where some tokenizers put one."""
    pattern = re.sub(r"<\\\|(\??)", lambda found: r"<(?:\| ?)?" if found[1] else r"<\| ?", pattern)
    return re.sub(r"\\\|(\??)>", lambda found: r"(?: ?\|)?>" if found[1] else r" ?\|>", pattern)


_ROLE = r"(?:user|tool|tools|function|functions|system|ipython|human|observation|tool_response|environment|developer)"


def tag(pattern: str) -> str:
    """Try ``pattern``, whose alternatives are tags, only where a tag can begin: it spares junk most of the work."""
    return rf"(?=<[\w/|]|\[[A-Z/a-z]|functools\[)(?:{pattern})"


# The next turn, or a tool's result: the model can't know what stands there.
_RESULTS = roomy(
    r"</?tool_(?:response|responses|result|results|output|outputs)\b[^>\n]{0,80}>?|</?function_(?:response|result|results|output)\b[^>\n]{0,80}>?"
    r"|<(?:observation|system-reminder|user_query|environment_details)>"
    r"|<\|tool_(?:response|responses|output|outputs|result)(?:_begin|s_begin)?\|?>|<start_function_response>"
    r"|\[TOOL_(?:RESULTS?|OUTPUTS?)\]|<\|(?:user|observation|human|ipython|tool|system)\|>"
    rf"|<\|im_start\|>\s{{0,4}}{_ROLE}\b|<\|start_header_id\|>\s{{0,4}}{_ROLE}\b|<start_of_turn>\s{{0,4}}{_ROLE}\b"
    rf"|<\|start\|>(?!assistant){_ROLE}?\b|<\|turn>\s{{0,4}}{_ROLE}\b|<\|start_of_role\|>\s{{0,4}}{_ROLE}<|<\|header_start\|>\s{{0,4}}{_ROLE}<"
    r"|\[INST\]"
)
_RESULT_WORDS = (
    r"<<SYS>>|^[ \t]*[*_#]*(?:Observation|Tool (?:result|output|response)s?|Function (?:result"
    r"|output|response)s?|Observations|Action (?:result|output))[*_]*[ \t]*:"
    r"|^(?:#{2,3}[ \t]*)?(?:User|Human|USER|HUMAN):"
    r"|^[ \t]*(?:```|~~~)tool[-_ ]?(?:output|outputs|result|results|response)\b"
)

INVENTED = f"{tag(_RESULTS)}|{_RESULT_WORDS}"

# Tokens that carry nothing.
END_TOKENS = roomy(
    r"</?s>|<\|?im_end\|?>|<\|endoftext\|>|<\|eot_id\|>|<\|eom_id\|>|</?eos>|<bos>|<end_of_turn>|<\|end\|>|<\|call\|>|<\|return\|>"
    r"|<end_code>|<\|end_of_sentence\|>|<\|begin_of_sentence\|>|<\|end_of_text\|>|<\|begin_of_text\|>|<\|eot\|>|<turn\|>|<\|end_of_role\|>"
    r"|<\|im_start\|>\s{0,4}assistant|<\|start_header_id\|>\s{0,4}assistant\s{0,4}<\|end_header_id\|>|<start_of_turn>\s{0,4}model"
    r"|<\|end_header_id\|>|<\|start\|>\s{0,4}assistant|<\|assistant\|>|<\|Assistant\|>|<\|turn>\s{0,4}model|<\|end_of_turn\|>|<pad>|<\|pad\|>"
    r"|<\|start_of_role\|>\s{0,4}assistant|<\|header_start\|>\s{0,4}assistant|<\|header_end\|>|<\|eom\|>|<\|channel\|>(?:final|commentary)?|<\|message\|>"
    r"|<\|constrain\|>(?:json)?|\[/INST\]|</?answer>|<\|(?:begin|end)_of_solution\|>"
)

# Tokens after which a call comes, and those that close one.
CALL_OPENERS = roomy(
    r"<\|?(?:tool_call|tool_calls|tool_calls_begin|tool_call_begin|tool_sep|tool_call_argument_begin|tool_calls_section_begin)\|?>"
    r"|<(?:tool_call|tool_calls|tools|tool|function_call|function_calls|functions|toolcall|tool_code|tool_use|action|call|antml:function_calls)>"
    r"|<start_function_call>|\[TOOL_CALLS?\]|\[tool_calls?\]|\[FUNCTION_CALL\]|<\|python_tag\|>|<\|python_start\|>|functools(?=\[)|<\|action_start\|>(?:<\|plugin\|>)?|<\|plugin\|>"
    r"|<(?:use_mcp_tool|invoke_tool|execute_tool)>|<seed:tool_call>|<minimax:tool_call>|<longcat_tool_call>|<TOOLCALL>|<\|tool_call_start\|>"
)
CALL_CLOSERS = roomy(
    r"<(?:tool_call|tool_calls)\|>|<\|/tool_calls?\|>|<\|tool_calls?_(?:end|section_end)\|>|<\|tool_calls_section_end\|>|<\|python_end\|>"
    r"|</(?:tool_call|tool_calls|tools|tool|function_call|function_calls|functions|toolcall|tool_code|tool_use|action|call|function|invoke|parameter|parameters|antml:function_calls|use_mcp_tool|invoke_tool|execute_tool|seed:tool_call|minimax:tool_call|longcat_tool_call|TOOLCALL)>"
    r"|<end_function_call>|\[/TOOL_CALLS?\]|\[/tool_calls?\]|\[/FUNCTION_CALL\]|<\|action_end\|>|<\|tool_call_end\|>"
)

END_TOKEN = re.compile(END_TOKENS)
NOISE = re.compile(rf"(?:\s|{END_TOKENS}|{CALL_OPENERS}|{CALL_CLOSERS})*+")
BOUNDARY = re.compile(rf"{INVENTED}|{END_TOKENS}|{CALL_OPENERS}|{CALL_CLOSERS}", re.MULTILINE)
INVENTED_RESULT = re.compile(INVENTED, re.MULTILINE)

# Headings of a result; they mean one only after a call.
RESULT_HEADINGS = r"^[*_#]{0,4}(?:Output|Result|Response|Returns|Results)[*_]{0,2}:[*_]{0,2}[ \t]*$"

_ECHO_INST = re.compile(r"\s*+(?:<s>)?\s*+\[INST\]")
_ECHO_ROLE = re.compile(
    rf"\s*+(?:<\|begin_of_text\|>|<bos>)?\s*+(?:<\|im_start\|>|<\|start_header_id\|>|<start_of_turn>)\s*+{_ROLE}\b"
)
_ASSISTANT = re.compile(
    r"<\|im_start\|>\s*assistant|<\|start_header_id\|>\s*assistant\s*<\|end_header_id\|>|<start_of_turn>\s*model"
)


def skip_echo(view: str) -> int:
    """Return where the reply begins, after an echo of the prompt that a broken template left in front of it."""
    if _ECHO_INST.match(view):
        end = view.find("[/INST]")
        return end + len("[/INST]") if end >= 0 else 0
    if _ECHO_ROLE.match(view):
        match = _ASSISTANT.search(view)
        return match.end() if match else 0
    return 0


def trim_end_tokens(view: str) -> int:
    """Return the end of the reply before trailing control tokens and white space."""
    end = len(view.rstrip())
    for _ in range(200):
        start = max(0, end - 60)
        for match in END_TOKEN.finditer(view, start, end):
            if match.end() == end:
                end = len(view[: match.start()].rstrip())
                break
        else:
            break
    return end
