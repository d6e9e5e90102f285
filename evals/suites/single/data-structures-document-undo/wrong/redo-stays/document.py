"""The text of the editor."""


class Document:
    """A text that is edited at positions, and a list of listeners that hear of every change."""

    def __init__(self, text=""):
        self._text = text
        self._past = []
        self._future = []
        self._listeners = []

    @property
    def text(self):
        return self._text

    def __len__(self):
        return len(self._text)

    def undo(self):
        """Take back the last change; False if there is none."""
        return self._travel(self._past, self._future)

    def redo(self):
        """Do again what was undone last; False if there is nothing."""
        return self._travel(self._future, self._past)

    def on_change(self, listener):
        """Call `listener(text)` after every change."""
        self._listeners.append(listener)

    def insert(self, position, text):
        """Put `text` in front of the character at `position`."""
        self._check(position)
        self._set(self._text[:position] + text + self._text[position:])

    def delete(self, start, end):
        """Take out the characters from `start` up to but not including `end`, and return them."""
        self._check(start)
        self._check(end)
        removed = self._text[start:end]
        self._set(self._text[:start] + self._text[end:])
        return removed

    def replace(self, old, new):
        """Replace every `old` by `new` and return how many there were."""
        if not old:
            raise ValueError("nothing to look for")
        count = self._text.count(old)
        self._set(self._text.replace(old, new))
        return count

    def append_line(self, line):
        """Add a line at the end, with a line break in front of it if it needs one."""
        if self._text and not self._text.endswith("\n"):
            line = "\n" + line
        self.insert(len(self), line + "\n")

    def _check(self, position):
        if not 0 <= position <= len(self._text):
            raise IndexError(f"{position} is outside of the text")

    def _set(self, text):
        if text == self._text:
            return
        self._past.append(self._text)
        self._show(text)

    def _travel(self, source, target):
        if not source:
            return False
        target.append(self._text)
        self._show(source.pop())
        return True

    def _show(self, text):
        self._text = text
        for listener in self._listeners:
            listener(text)
