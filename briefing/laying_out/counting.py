"""What is put into a template before it is compiled, so that its rounds and sizes are counted when it runs."""

import jinja2
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

ROUNDS, JOINED, MADE = " rounds", " joined", " made"
"""The filters that count: what a loop goes through, texts that are joined, lists that are made. None can be named."""


class Counting(NodeTransformer):
    """Put what counts into a template: at its loops, where texts are joined and where lists are made."""

    def __init__(self, name: str | None, filename: str | None) -> None:
        self._where = (name, filename)

    def visit_For(self, node: nodes.For) -> nodes.Node:
        if node.recursive:
            raise jinja2.TemplateSyntaxError(
                "a loop cannot call itself: leave out “recursive”", node.lineno, *self._where
            )
        self.generic_visit(node)
        node.iter = _through(ROUNDS, node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _through(JOINED, nodes.List(node.nodes, lineno=node.lineno, environment=node.environment))

    def visit_List(self, node: nodes.List) -> nodes.Node:
        self.generic_visit(node)
        return _through(MADE, node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:
        self.generic_visit(node)
        return _through(MADE, node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        self.generic_visit(node)
        return node if node.ctx != "load" else _through(MADE, node)

    def visit_EvalContextModifier(self, node: nodes.EvalContextModifier) -> nodes.Node:
        raise jinja2.TemplateSyntaxError(
            "everything is escaped: there is no autoescape here", node.lineno, *self._where
        )

    visit_ScopedEvalContextModifier = visit_EvalContextModifier  # noqa: N815


def _through(filter_: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(node, filter_, [], [], None, None, lineno=node.lineno, environment=node.environment)
