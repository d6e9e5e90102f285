"""Task files: what the user wants done, as validated YAML."""

from smallcode.tasks.load import load_tasks, task_from_prompt
from smallcode.tasks.model import Check, Task
from smallcode.tasks.schema import task_schema
from smallcode.tasks.variables import parse_variables

__all__ = ["Check", "Task", "load_tasks", "parse_variables", "task_from_prompt", "task_schema"]
