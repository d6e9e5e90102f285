"""The agent as a state graph. Read this first.

::

    prepare -> plan -> retrieve -> [compact] -> act -> approve -> tools -> act ...
                                                 |  (a question is answered: finish)
                                              validate --ok--> next part (retrieve) / finish
                                                 |  fails: validate has put a lever and its reason into the state
                                  retry | decompose | escalate | hard_fail
"""

from __future__ import annotations

from langgraph.graph import END, START, StateGraph

from smallcode.context import AgentContext
from smallcode.graphs import routes
from smallcode.graphs.tracing import traced
from smallcode.nodes.act import act
from smallcode.nodes.approve import approve
from smallcode.nodes.compact import compact
from smallcode.nodes.decompose import decompose
from smallcode.nodes.escalate import escalate
from smallcode.nodes.finish import finish
from smallcode.nodes.hard_fail import hard_fail
from smallcode.nodes.plan import plan
from smallcode.nodes.prepare import prepare
from smallcode.nodes.retrieve import retrieve
from smallcode.nodes.retry import retry
from smallcode.nodes.tools import tools
from smallcode.nodes.validate import validate
from smallcode.state import AgentState

BRANCHING = {
    prepare: routes.after_prepare,
    plan: routes.after_plan,
    retrieve: routes.after_retrieve,
    compact: routes.after_compact,
    act: routes.after_act,
    approve: routes.after_approve,
    tools: routes.after_tools,
    validate: routes.after_validate,
    retry: routes.after_retry,
    decompose: routes.after_decompose,
    escalate: routes.after_escalate,
}
"""Each node and the function that says where it leads; the edges come from the functions' ``Literal``."""


def build_graph() -> StateGraph[AgentState, AgentContext]:
    """Wire nodes and routes. The caller compiles it, with the checkpointer of its choice."""
    graph = StateGraph(AgentState, context_schema=AgentContext)
    for node in (*BRANCHING, finish, hard_fail):
        graph.add_node(node.__name__, traced(node))
    graph.add_edge(START, "prepare")
    for node, route in BRANCHING.items():
        graph.add_conditional_edges(node.__name__, route)
    graph.add_edge("finish", END)
    graph.add_edge("hard_fail", END)
    return graph
