"""A calculator for reverse Polish notation."""


def evaluate(text):
    """Value of an expression such as "3 4 + 2 *".

    Operators: + - * / and "neg" (sign change). ValueError for an empty text, for an unknown word, if an operator
    lacks operands, or if more than one value is left. ZeroDivisionError for a division by zero.
    """
    stack = []
    for word in text.split():
        if word in ("+", "-", "*", "/"):
            if len(stack) < 2:
                raise ValueError(f"{word} needs two values")
            right, left = stack.pop(), stack.pop()
            if word == "+":
                stack.append(left + right)
            elif word == "-":
                stack.append(left - right)
            elif word == "*":
                stack.append(left * right)
            else:
                stack.append(left // right)
        elif word == "neg":
            if not stack:
                raise ValueError("neg needs a value")
            stack.append(-stack.pop())
        else:
            stack.append(float(word))
    if len(stack) != 1:
        raise ValueError(f"{len(stack)} values are left")
    return stack[0]
