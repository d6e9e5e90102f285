class TwoWay(dict):
    def __setitem__(self, key, value):
        if value in self.values():
            raise ValueError(value)
        super().__setitem__(key, value)

    def key_of(self, value):
        for key, one in self.items():
            if one == value:
                return key
        raise KeyError(value)
