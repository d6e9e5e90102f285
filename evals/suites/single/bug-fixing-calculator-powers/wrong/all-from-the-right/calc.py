"""A calculator for formulas, with variables and functions of the user's own.

    calc = Calculator()
    calc.run("r = 2.5")
    calc.run("area(x) = pi * x^2")
    calc.run("area(r) * 2")      # 39.269...

A formula is cut into tokens, parsed into a tree of nodes, and the tree is evaluated. Trees can be simplified and be
turned into text again.
"""

import math
import re
from dataclasses import dataclass

TOKEN = re.compile(r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<sign>[-+*/%^!(),=]))")
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 3}
MAX_DEPTH = 100


class CalcError(ValueError):
    """A formula that is wrong, or can't be computed; `position` is where, or None."""

    def __init__(self, message, position=None):
        super().__init__(message if position is None else f"{message} (at {position + 1})")
        self.position = position


# --- tokens ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    position: int


def tokenize(text):
    """The tokens of a formula; the last one has the kind "end"."""
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if not match:
            blank = len(text[position:]) - len(text[position:].lstrip())
            raise CalcError(f"{text[position + blank]!r} is not understood", position + blank)
        tokens.append(Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
        position = match.end()
    return [*tokens, Token("end", "", len(text))]


# --- nodes -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Negative:
    operand: object


@dataclass(frozen=True)
class Factorial:
    operand: object


@dataclass(frozen=True)
class Binary:
    sign: str
    left: object
    right: object


@dataclass(frozen=True)
class Call:
    name: str
    arguments: tuple


@dataclass(frozen=True)
class Assign:
    name: str
    value: object


@dataclass(frozen=True)
class Define:
    name: str
    parameters: tuple
    body: object


# --- from text to a tree ---------------------------------------------------------------------------


class Parser:
    """Reads tokens from left to right."""

    def __init__(self, text):
        self.tokens = tokenize(text)
        self.place = 0

    @property
    def token(self):
        return self.tokens[self.place]

    def take(self):
        token = self.token
        self.place += 1
        return token

    def accept(self, sign):
        """Take the next token if it is this sign."""
        if self.token.kind == "sign" and self.token.text == sign:
            return self.take()
        return None

    def expect(self, sign):
        if not self.accept(sign):
            found = self.token.text or "the end"
            raise CalcError(f"{sign!r} expected, not {found}", self.token.position)

    def statement(self):
        """name = ..., name(a, b) = ..., or a formula."""
        node = self.expression()
        equals = self.accept("=")
        if equals:
            node = self.definition(node, equals)
        if self.token.kind != "end":
            raise CalcError(f"{self.token.text!r} is one too many", self.token.position)
        return node

    def definition(self, left, equals):
        value = self.expression()
        if isinstance(left, Name):
            return Assign(left.name, value)
        if isinstance(left, Call) and all(isinstance(part, Name) for part in left.arguments):
            names = tuple(part.name for part in left.arguments)
            if len(set(names)) == len(names):
                return Define(left.name, names, value)
        raise CalcError("nothing can be assigned to that", equals.position)

    def expression(self, lowest=1):
        """Operands with the operators between them that bind at least as strongly as `lowest`."""
        left = self.operand()
        while self.token.kind == "sign" and PRECEDENCE.get(self.token.text, 0) >= lowest:
            sign = self.take().text
            right = self.expression(PRECEDENCE[sign])  # powers are grouped from the right
            left = Binary(sign, left, right)
        return left

    def operand(self):
        """A primary with its signs and exclamation marks."""
        if self.accept("-"):
            return Negative(self.expression(PRECEDENCE["^"]))
        if self.accept("+"):
            return self.operand()
        node = self.primary()
        while self.accept("!"):
            node = Factorial(node)
        return node

    def primary(self):
        token = self.take() if self.token.kind != "end" else self.token
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "name":
            return self.call(token) if self.accept("(") else Name(token.text)
        if token.text == "(":
            node = self.expression()
            self.expect(")")
            return node
        raise CalcError(f"a value expected, not {token.text or 'the end'}", token.position)

    def call(self, name):
        arguments = []
        if not self.accept(")"):
            arguments.append(self.expression())
            while self.accept(","):
                arguments.append(self.expression())
            self.expect(")")
        return Call(name.text, tuple(arguments))


def parse(text):
    """The tree of a formula. Raises CalcError with the position of what is wrong."""
    return Parser(text).statement()


# --- from a tree to text ---------------------------------------------------------------------------


def format_number(value):
    """12.0 -> "12", 0.1 + 0.2 -> "0.3"."""
    text = f"{value:.12g}"
    return "0" if text == "-0" else text


def strength(node):
    """How strongly the text of a node holds together; the parts of a call or in parentheses hold best."""
    if isinstance(node, Binary):
        return PRECEDENCE[node.sign]
    if isinstance(node, Negative) or (isinstance(node, Number) and node.value < 0):
        return 2.5  # less than a power, more than a product
    return 5


def to_text(node):
    """The formula of a tree, with no more parentheses than it needs."""
    match node:
        case Number(value):
            return format_number(value)
        case Name(name):
            return name
        case Negative(operand):
            return "-" + wrapped(operand, 2.5)
        case Factorial(operand):
            return wrapped(operand, 5) + "!"
        case Binary(sign, left, right):
            level = PRECEDENCE[sign]
            if sign == "^":
                return f"{wrapped(left, level + 1)} ^ {wrapped(right, 2.5)}"
            return f"{wrapped(left, level)} {sign} {wrapped(right, level + 0.5)}"
        case Call(name, arguments):
            return f"{name}({', '.join(map(to_text, arguments))})"
        case Assign(name, value):
            return f"{name} = {to_text(value)}"
        case Define(name, parameters, body):
            return f"{name}({', '.join(parameters)}) = {to_text(body)}"
    raise TypeError(f"not a node: {node!r}")


def wrapped(node, least):
    """The text of a node, in parentheses if it holds together less than it has to."""
    text = to_text(node)
    return text if strength(node) >= least else f"({text})"


def simplify(node):
    """The tree with everything computed that has no names in it; what can't be computed stays."""
    match node:
        case Negative(operand):
            node = Negative(simplify(operand))
            return Number(-node.operand.value) if isinstance(node.operand, Number) else node
        case Factorial(operand):
            return computed(Factorial(simplify(operand)), operand)
        case Binary(sign, left, right):
            left, right = simplify(left), simplify(right)
            return computed(Binary(sign, left, right), left, right)
        case Call(name, arguments):
            return Call(name, tuple(map(simplify, arguments)))
        case Assign(name, value):
            return Assign(name, simplify(value))
        case Define(name, parameters, body):
            return Define(name, parameters, simplify(body))
    return node


def computed(node, *parts):
    if not all(isinstance(part, Number) for part in parts):
        return node
    try:
        return Number(Calculator().value(node))
    except CalcError:
        return node


# --- values ----------------------------------------------------------------------------------------


def factorial(value):
    if value < 0 or value != int(value) or value > 170:
        raise CalcError(f"there is no factorial of {format_number(value)}")
    return float(math.factorial(int(value)))


def power(base, exponent):
    try:
        result = base**exponent
    except (OverflowError, ZeroDivisionError):
        raise CalcError(f"{format_number(base)} ^ {format_number(exponent)} can't be computed") from None
    if isinstance(result, complex):
        raise CalcError("a root of a negative number")
    return result


def divide(left, right):
    if right == 0:
        raise CalcError("division by zero")
    return left / right


def modulo(left, right):
    if right == 0:
        raise CalcError("division by zero")
    return left % right


def square_root(value):
    if value < 0:
        raise CalcError("a root of a negative number")
    return math.sqrt(value)


OPERATORS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": divide,
    "%": modulo,
    "^": power,
}
FUNCTIONS = {
    "abs": (1, 1, abs),
    "avg": (1, None, lambda *values: sum(values) / len(values)),
    "floor": (1, 1, math.floor),
    "max": (1, None, max),
    "min": (1, None, min),
    "round": (1, 1, lambda value: math.floor(value + 0.5)),
    "sqrt": (1, 1, square_root),
    "sum": (0, None, lambda *values: sum(values)),
}
CONSTANTS = {"pi": math.pi, "e": math.e}


class Calculator:
    """Variables, functions and the last result, which is called `ans`."""

    def __init__(self):
        self.variables = {"ans": 0.0}
        self.functions = {}

    def run(self, text):
        """Do a statement. Returns its value, or None for the definition of a function."""
        node = parse(text)
        match node:
            case Assign(name, value):
                if name in CONSTANTS:
                    raise CalcError(f"{name} can't be changed")
                self.variables[name] = self.value(value)
                return self.variables[name]
            case Define(name, parameters, body):
                if name in FUNCTIONS:
                    raise CalcError(f"{name} can't be changed")
                self.functions[name] = (parameters, body)
                return None
        self.variables["ans"] = self.value(node)
        return self.variables["ans"]

    def value(self, node, scope=None, depth=0):
        """The value of a formula's tree; `scope` are the arguments of the function that is being computed."""
        if depth > MAX_DEPTH:
            raise CalcError("a function calls itself for ever")
        match node:
            case Number(value):
                return value
            case Name(name):
                return self.look_up(name, scope or {})
            case Negative(operand):
                return -self.value(operand, scope, depth)
            case Factorial(operand):
                return factorial(self.value(operand, scope, depth))
            case Binary(sign, left, right):
                return float(OPERATORS[sign](self.value(left, scope, depth), self.value(right, scope, depth)))
            case Call(name, arguments):
                return self.call(name, [self.value(part, scope, depth) for part in arguments], depth)
        raise CalcError("an assignment can't be part of a formula")

    def look_up(self, name, scope):
        for place in (scope, self.variables, CONSTANTS):
            if name in place:
                return place[name]
        raise CalcError(f"there is no {name}")

    def call(self, name, values, depth):
        if name in self.functions:
            parameters, body = self.functions[name]
            if len(values) != len(parameters):
                raise CalcError(f"{name} needs {len(parameters)} values")
            return self.value(body, dict(zip(parameters, values)), depth + 1)
        if name not in FUNCTIONS:
            raise CalcError(f"there is no function {name}")
        least, most, function = FUNCTIONS[name]
        if len(values) < least or (most is not None and len(values) > most):
            raise CalcError(f"{name} does not take {len(values)} values")
        return float(function(*values))


def main():
    calc = Calculator()
    while True:
        try:
            value = calc.run(input("> "))
        except EOFError:
            return
        except CalcError as error:
            print(f"  {error}")
            continue
        print(f"  {'ok' if value is None else format_number(value)}")


if __name__ == "__main__":
    main()
