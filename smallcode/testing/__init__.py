"""A model server that answers from a script: real HTTP on loopback, the wire formats of the common servers.

It ships in the package, so that anybody can test an agent, a plugin or a client without a model::

    with ScriptedServer([Say("hello"), Fault("status", status=429), Say("again")]) as server:
        ...  # ask server.base_url; leaving the block fails if the script was not followed to its end
"""

from smallcode.testing.script import Fault, Say, Step, count_tokens, load_script
from smallcode.testing.scripted import ScriptedServer

__all__ = ["Fault", "Say", "ScriptedServer", "Step", "count_tokens", "load_script"]
