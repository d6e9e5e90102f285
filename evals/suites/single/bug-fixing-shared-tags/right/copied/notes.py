"""Notes with tags, in notebooks."""


class Note:
    """A title, a text and tags."""

    def __init__(self, title, text="", tags=()):
        self.title = title
        self.text = text
        self.tags = list(tags)

    def tag(self, name):
        """Add a tag, once, in lower case."""
        name = name.strip().lower()
        if name and name not in self.tags:
            self.tags.append(name)

    def untag(self, name):
        """Remove a tag if it is there."""
        if name in self.tags:
            self.tags.remove(name)

    def copy(self, title=None):
        """The same note again, under another title if one is given."""
        return Note(title or self.title, self.text, list(self.tags))

    def matches(self, word):
        """Whether a word is in the title, the text or the tags."""
        word = word.lower()
        return word in self.title.lower() or word in self.text.lower() or word in self.tags


class Notebook:
    """Notes in the order in which they were added."""

    def __init__(self, name):
        self.name = name
        self.notes = []

    def __len__(self):
        return len(self.notes)

    def add(self, note):
        """Add a note and return it."""
        self.notes.append(note)
        return note

    def tagged(self, name):
        """Notes with a tag."""
        return [note for note in self.notes if name in note.tags]

    def search(self, word):
        """Notes in which a word occurs."""
        return [note for note in self.notes if note.matches(word)]
