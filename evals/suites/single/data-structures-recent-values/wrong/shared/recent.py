class Recent:
    data = []

    def __init__(self, size):
        self.size = size

    def add(self, value):
        self.data.append(value)

    def values(self):
        return self.data[-self.size:]
