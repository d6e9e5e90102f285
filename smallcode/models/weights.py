"""What a file of weights on this machine says about its model, in the form that servers use."""

from __future__ import annotations

import hashlib

from smallcode.errors import BadInput, NoModel
from smallcode.models.facts import ModelFacts

_HEAD_BYTES = 65_536


def weights_facts(name: str) -> ModelFacts | None:
    """Facts of an embedded model; None: its file is not here or can't be read, which starting it will tell.

    The whole header is read only where the name says nothing: with its vocabulary it costs a tenth of a second.
    """
    from smallcode.models.catalogue import find_weights
    from smallcode.models.gguf import read_header
    from smallcode.models.learned import is_known

    try:
        path = find_weights(name)
        with path.open("rb") as file:
            head = hashlib.sha256(file.read(_HEAD_BYTES)).hexdigest()[:16]
        size = path.stat().st_size
        if is_known(name):
            return ModelFacts(name=name, size_bytes=size, identity=head)
        header = read_header(path)
    except (NoModel, BadInput, OSError):
        return None
    template = hashlib.sha256(header.chat_template.encode()).hexdigest()[:16]
    return ModelFacts(
        name=name, size_bytes=size, longest_context=header.context_tokens,
        identity=f"{header.quant} {head} {template}",
    )  # fmt: skip
