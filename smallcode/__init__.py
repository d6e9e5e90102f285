"""SmallCode: a terminal coding agent for small local models.

The agent itself lives in ``smallcode.graphs`` and ``smallcode.nodes``; this package is the machinery below it.
"""

__version__ = "0.1.0"
