"""Adapters: public benchmarks in their own layouts, as tasks of the same runner."""
