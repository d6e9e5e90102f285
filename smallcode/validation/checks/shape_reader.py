"""What a Python function expects of its arguments, read from how it uses them."""

from __future__ import annotations

import ast

from smallcode.validation.checks.shapes import Function, Shape, declared_shapes, learn_value

_NUMBER_OPERATIONS = (
    ast.Sub,
    ast.Div,
    ast.FloorDiv,
    ast.Mod,
    ast.Pow,
    ast.BitAnd,
    ast.BitOr,
    ast.BitXor,
    ast.LShift,
    ast.RShift,
)
_METHODS = {
    "str": (
        "lower upper strip lstrip rstrip split rsplit startswith endswith replace title capitalize "
        "isdigit isalpha isalnum isspace splitlines encode join zfill casefold swapcase partition "
        "rpartition isupper islower format center ljust rjust removeprefix removesuffix isnumeric"
    ),
    "list": "append extend insert sort reverse",
    "dict": "items keys values setdefault get",
    "set": "add union intersection difference issubset issuperset symmetric_difference discard",
}
_METHOD_KIND = {name: kind for kind, names in _METHODS.items() for name in names.split()}
_CALLS = {
    "number": "abs round range float chr divmod pow sqrt floor ceil log exp factorial gcd",
    "iterating": "sum sorted min max list set tuple enumerate any all reversed iter fsum mean median Counter",
}
_NUMBER_CALLS, _ITERATING_CALLS = (frozenset(names.split()) for names in _CALLS.values())


def shapes_of(function: Function, *, skip_first: bool = False) -> dict[str, Shape]:
    """The shape of each parameter by name, in order; ``skip_first`` leaves ``self`` out."""
    shapes = declared_shapes(function, skip_first=skip_first)
    reader = _Reader(shapes)
    for _ in range(2):  # a use may stand before the line that says what its value is
        for statement in function.body:
            reader.visit(statement)
    return shapes


class _Reader(ast.NodeVisitor):
    """Learns from every use of a known value; names bound to parts of it become known too."""

    def __init__(self, shapes: dict[str, Shape]) -> None:
        self.known = dict(shapes)

    def shape(self, node: ast.expr) -> Shape | None:
        """The shape that an expression denotes, if it is (a part of) a known value."""
        if isinstance(node, ast.Name):
            return self.known.get(node.id)
        if isinstance(node, ast.Subscript):
            return self._part(node)
        if isinstance(node, ast.Attribute):
            base = self.shape(node.value)
            if base is None or node.attr in _METHOD_KIND or base.kinds & {"str", "list", "dict", "set"}:
                return None
            return base.attributes.setdefault(node.attr, Shape())
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            and node.args
        ):
            base, key = self.shape(node.func.value), node.args[0]
            if base is not None and isinstance(key, ast.Constant) and isinstance(key.value, str):
                base.of("dict").optional.add(key.value)
                inner = base.keys.setdefault(key.value, Shape())
                if len(node.args) > 1:
                    learn_value(inner, node.args[1])
                return inner
        return None

    def _part(self, node: ast.Subscript) -> Shape | None:
        base = self.shape(node.value)
        if base is None:
            return None
        key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return base.of("dict").keys.setdefault(key.value, Shape())
        if isinstance(key, ast.Slice):
            base.of("list") if not base.kinds else None
            return base
        if not base.kinds & {"dict", "str", "tuple"}:
            base.of("list")
            index = self.shape(key)
            if index is not None:
                index.of("int")
        return base.item()

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            self.shape(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load):
            self.shape(node)

    def visit_For(self, node: ast.For) -> None:
        self._iterate(node.target, node.iter)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self._iterate(node.target, node.iter)
        self.generic_visit(node)

    def _iterate(self, target: ast.expr, source: ast.expr) -> None:
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.args:
            if source.func.id == "enumerate" and isinstance(target, ast.Tuple) and len(target.elts) == 2:
                self._iterate(target.elts[1], source.args[0])
                return
            if source.func.id in ("sorted", "reversed", "list", "set", "tuple"):
                self._iterate(target, source.args[0])
                return
            if source.func.id == "zip" and isinstance(target, ast.Tuple):
                for inner, part in zip(target.elts, source.args, strict=False):
                    self._iterate(inner, part)
                return
        if (
            isinstance(source, ast.Call)
            and isinstance(source.func, ast.Attribute)
            and source.func.attr in ("items", "values")
        ):
            base = self.shape(source.func.value)
            if base is not None:
                base.of("dict")
                value = target.elts[-1] if isinstance(target, ast.Tuple) and target.elts else target
                self._bind(value, base.item())
            return
        base = self.shape(source)
        if base is not None:
            if not base.kinds & {"str", "dict", "set", "tuple"}:
                base.of("list")
            if "dict" not in base.kinds:
                self._bind(target, base.item())

    def _bind(self, target: ast.expr, shape: Shape) -> None:
        if isinstance(target, ast.Name):
            self.known[target.id] = shape
        elif isinstance(target, ast.Tuple):
            shape.of("tuple")
            for position, part in enumerate(target.elts):
                self._bind(part, shape.keys.setdefault(str(position), Shape()))

    def visit_Assign(self, node: ast.Assign) -> None:
        self.generic_visit(node)
        value = self.shape(node.value)
        for target in node.targets:
            if isinstance(target, ast.Name):
                if value is not None and target.id not in self.known:
                    self.known[target.id] = value
            elif isinstance(target, ast.Tuple) and value is not None:
                self._bind(target, value)

    def visit_Compare(self, node: ast.Compare) -> None:
        self.generic_visit(node)
        sides = [node.left, *node.comparators]
        for left, operation, right in zip(sides, node.ops, sides[1:], strict=False):
            if isinstance(operation, ast.In | ast.NotIn):
                self._contains(left, right)
                continue
            for one, other in ((left, right), (right, left)):
                shape = self.shape(one)
                if shape is not None:
                    learn_value(shape, other)
                    if isinstance(operation, ast.Lt | ast.Gt | ast.LtE | ast.GtE) and not shape.kinds:
                        shape.of("int")
                elif isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "len":
                    self._sized(one)

    def _contains(self, left: ast.expr, right: ast.expr) -> None:
        holder, held = self.shape(right), self.shape(left)
        if (
            holder is not None
            and isinstance(left, ast.Constant)
            and isinstance(left.value, str)
            and holder.kinds == {"dict"}
        ):
            holder.optional.add(left.value)
        elif holder is not None and not holder.kinds:
            holder.of("list")
        if held is not None and isinstance(right, ast.Tuple | ast.List | ast.Set):
            for element in right.elts:
                learn_value(held, element)
        elif held is not None and isinstance(right, ast.Constant) and isinstance(right.value, str):
            held.of("str")

    def _sized(self, node: ast.Call) -> None:
        shape = self.shape(node.args[0]) if node.args else None
        if shape is not None and not shape.kinds:
            shape.of("list")

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self.generic_visit(node)
        for one, other in ((node.left, node.right), (node.right, node.left)):
            shape = self.shape(one)
            if shape is None:
                continue
            if isinstance(node.op, _NUMBER_OPERATIONS) and not shape.kinds & {"set", "str"}:
                shape.of("int" if isinstance(node.op, ast.Mod | ast.FloorDiv) else "float").of("int")
            elif isinstance(node.op, ast.Mult) and not shape.kinds:
                shape.of("int").of("float")
            elif isinstance(node.op, ast.Add):
                self._added(shape, other)

    def _added(self, shape: Shape, other: ast.expr) -> None:
        if (isinstance(other, ast.Constant) and isinstance(other.value, str)) or isinstance(other, ast.JoinedStr):
            shape.of("str")
        elif isinstance(other, ast.List):
            shape.of("list")
        elif not shape.kinds:
            shape.of("int").of("float")

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.generic_visit(node)
        shape = self.shape(node.value)
        if shape is not None and not shape.kinds and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
            shape.of("int").of("float")
        target = self.shape(node.target) if isinstance(node.target, ast.Name) else None
        if target is not None and not target.kinds:
            target.of("int")

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        self.generic_visit(node)
        shape = self.shape(node.operand)
        if shape is not None and isinstance(node.op, ast.USub) and not shape.kinds:
            shape.of("int")

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        self.shape(node)
        if isinstance(node.func, ast.Attribute):
            base = self.shape(node.func.value)
            kind = _METHOD_KIND.get(node.func.attr)
            if base is not None and kind and not (kind == "dict" and base.kinds):
                base.of(kind)
            if node.func.attr == "join" and node.args and (joined := self.shape(node.args[0])) is not None:
                joined.of("list").item().of("str")
            if node.func.attr in _NUMBER_CALLS:
                self._numbers(node)
            return
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _NUMBER_CALLS:
            self._numbers(node)
        elif name == "int" and node.args and (shape := self.shape(node.args[0])) is not None and not shape.kinds:
            shape.of("int")
        elif name in _ITERATING_CALLS and len(node.args) == 1 and (shape := self.shape(node.args[0])) is not None:
            if not shape.kinds:
                shape.of("list")
            if name in ("sum", "fsum", "mean", "median") and "list" in shape.kinds and not shape.item().kinds:
                shape.item().of("int").of("float")
        elif name == "len":
            self._sized(node)
        elif name == "ord" and node.args and (shape := self.shape(node.args[0])) is not None:
            shape.of("str")

    def _numbers(self, node: ast.Call) -> None:
        for argument in node.args:
            shape = self.shape(argument)
            if shape is not None and not shape.kinds:
                shape.of("int")
