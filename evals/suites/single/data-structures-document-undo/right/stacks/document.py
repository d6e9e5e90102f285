from collections import deque


class Document:
    def __init__(self, text="", history=100):
        self._text = text
        self._listeners = []
        self._undo = deque(maxlen=history)
        self._redo = []

    text = property(lambda self: self._text)
    can_undo = property(lambda self: bool(self._undo))
    can_redo = property(lambda self: len(self._redo) > 0)

    def __len__(self):
        return len(self._text)

    def on_change(self, listener):
        self._listeners.append(listener)

    def _tell(self, text):
        self._text = text
        for l in self._listeners:
            l(text)

    def _step(self, new):
        if new != self._text:
            self._undo.append(self._text)
            self._redo = []
            self._tell(new)

    def insert(self, position, text):
        self._check(position)
        self._step(self._text[:position] + text + self._text[position:])

    def delete(self, start, end):
        self._check(start); self._check(end)
        gone = self._text[start:end]
        self._step(self._text[:start] + self._text[end:])
        return gone

    def replace(self, old, new):
        if not old:
            raise ValueError("nothing to look for")
        n = self._text.count(old)
        self._step(self._text.replace(old, new))
        return n

    def append_line(self, line):
        glue = "" if not self._text or self._text.endswith("\n") else "\n"
        self._step(self._text + glue + line + "\n")

    def undo(self):
        if not self._undo:
            return False
        self._redo.append(self._text)
        self._tell(self._undo.pop())
        return True

    def redo(self):
        if not self._redo:
            return False
        self._undo.append(self._text)
        self._tell(self._redo.pop())
        return True

    def _check(self, position):
        if not 0 <= position <= len(self._text):
            raise IndexError(f"{position} is outside of the text")
