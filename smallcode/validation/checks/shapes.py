"""What a Python function expects of its arguments: the evidence, and what annotations and defaults tell."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

_NAMES = {
    **{name: name for name in ("int", "float", "str", "bool", "bytes")},
    **dict.fromkeys(("list", "List", "Sequence", "Iterable", "Collection", "Iterator"), "list"),
    **dict.fromkeys(("tuple", "Tuple"), "tuple"),
    **dict.fromkeys(("dict", "Dict", "Mapping", "MutableMapping"), "dict"),
    **dict.fromkeys(("set", "Set", "frozenset", "FrozenSet"), "set"),
    "None": "none",
}


@dataclass
class Shape:
    """Evidence about one value."""

    kinds: set[str] = field(default_factory=set)
    keys: dict[str, Shape] = field(default_factory=dict)
    """Of a dict: those read by subscript."""
    optional: set[str] = field(default_factory=set)
    """Keys that may be missing."""
    attributes: dict[str, Shape] = field(default_factory=dict)
    element: Shape | None = None
    literals: list[object] = field(default_factory=list)
    """Values that it is compared with or defaults to."""
    annotated: bool = False
    text: str = ""
    """Name of an annotation that is a class of the module."""

    def of(self, kind: str) -> Shape:
        """Add a kind, unless an annotation has settled it."""
        if not self.annotated:
            self.kinds.add(kind)
        return self

    def item(self) -> Shape:
        """The shape of an element."""
        if self.element is None:
            self.element = Shape()
        return self.element

    @property
    def certain(self) -> bool:
        """True if there is evidence for this value and everything inside it."""
        inner = [*self.keys.values(), *self.attributes.values()]
        if "list" in self.kinds and self.element is not None:
            inner.append(self.element)
        return bool(self.kinds or self.keys or self.attributes or self.text) and all(shape.certain for shape in inner)


Function = ast.FunctionDef | ast.AsyncFunctionDef


def declared_shapes(function: Function, *, skip_first: bool = False) -> dict[str, Shape]:
    """The shape of each parameter by name, in order, from annotations and defaults."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    shapes = {argument.arg: annotation_shape(argument.annotation) for argument in arguments[1 if skip_first else 0 :]}
    positional = [*function.args.posonlyargs, *function.args.args]
    defaults = [*zip(reversed(positional), reversed(function.args.defaults), strict=False),
                *zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)]  # fmt: skip
    for argument, default in defaults:
        if default is not None and argument.arg in shapes:
            learn_value(shapes[argument.arg], default)
    return shapes


def annotation_shape(node: ast.expr | None) -> Shape:
    """The shape that an annotation gives."""
    shape = Shape()
    if node is None:
        return shape
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            node = ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return shape
    _annotate(shape, node)
    shape.annotated = bool(shape.kinds or shape.text)
    return shape


def _annotate(shape: Shape, node: ast.expr) -> None:
    if isinstance(node, ast.Constant):
        shape.kinds.add("none") if node.value is None else None
    elif isinstance(node, ast.Name | ast.Attribute):
        name = node.id if isinstance(node, ast.Name) else node.attr
        if name in _NAMES:
            shape.kinds.add(_NAMES[name])
        elif name[:1].isupper() and name not in ("Any", "Callable", "Optional", "Union"):
            shape.text = name
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        _annotate(shape, node.left)
        _annotate(shape, node.right)
    elif isinstance(node, ast.Subscript):
        _annotate_generic(shape, node)


def _annotate_generic(shape: Shape, node: ast.Subscript) -> None:
    name = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
    inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if name == "Optional":
        shape.kinds.add("none")
        _annotate(shape, inner[0])
    elif name == "Union":
        for part in inner:
            _annotate(shape, part)
    elif name == "Literal":
        shape.literals += [part.value for part in inner if isinstance(part, ast.Constant)]
        shape.kinds.add("literal")
    elif name in _NAMES:
        shape.kinds.add(_NAMES[name])
        if _NAMES[name] == "tuple" and not (len(inner) == 2 and isinstance(inner[1], ast.Constant)):
            shape.keys = {str(position): annotation_shape(part) for position, part in enumerate(inner)}
        else:
            shape.element = annotation_shape(inner[1] if _NAMES[name] == "dict" and len(inner) > 1 else inner[0])
            if _NAMES[name] == "dict":
                shape.attributes = {"key": annotation_shape(inner[0])}


def learn_value(shape: Shape, node: ast.expr) -> None:
    """What a literal beside a value tells of it."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        value: object = -node.operand.value if isinstance(node.operand.value, int | float) else None
    elif isinstance(node, ast.Constant):
        value = node.value
    else:
        kinds = {ast.List: "list", ast.Dict: "dict", ast.Set: "set", ast.Tuple: "tuple"}
        kind = kinds.get(type(node))
        if kind:
            shape.of(kind)
        return
    if value is None:
        shape.kinds.add("none")
    elif isinstance(value, bool | int | float | str):
        shape.of(type(value).__name__)
        if value not in shape.literals:
            shape.literals.append(value)


def merge(old: Shape, new: Shape) -> Shape:
    """Evidence of both versions; keys that only the new one reads are optional, as old callers do not send
    them, and left out where their values would be guessed."""
    merged = Shape(
        kinds=set(old.kinds or new.kinds), optional=old.optional | new.optional | (set(new.keys) - set(old.keys)),
        literals=[*old.literals, *(v for v in new.literals if v not in old.literals)],
        annotated=old.annotated, text=old.text or new.text,
    )  # fmt: skip
    if "dict" in new.kinds and not old.kinds:
        merged.kinds.add("dict")
    for name in [*old.keys, *(n for n in new.keys if n not in old.keys and new.keys[n].certain)]:
        merged.keys[name] = merge(old.keys.get(name, Shape()), new.keys.get(name, Shape()))
    for name in [*old.attributes, *(n for n in new.attributes if n not in old.attributes)]:
        merged.attributes[name] = merge(old.attributes.get(name, Shape()), new.attributes.get(name, Shape()))
    if old.element is not None or new.element is not None:
        merged.element = merge(old.element or Shape(), new.element or Shape())
    return merged
