"""Which validators are on: those of config/validators.yaml, less what settings and switches turn off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smallcode.validation.spec import ValidatorSpec, load_validators

if TYPE_CHECKING:
    from smallcode.settings_schema import Settings

SWITCHES: dict[str, tuple[str, ...]] = {
    "contract_check": ("contract", "literals", "public-names", "importable"),
    "lint_rules": ("lint", "shellcheck", "imports", "typescript"),
    "docstring_examples": ("doctest",),
    "task_examples": ("examples",),
    "differential_probing": ("probing",),
    "affected_tests": ("python-tests", "node-tests", "npm-test", "rust-tests", "go-tests"),
}
"""Validators that a mechanism's switch turns off."""


def chosen_validators(settings: Settings) -> list[ValidatorSpec]:
    """The validators of a session, in their order."""
    off = set(settings.validators.without)
    for switch, names in SWITCHES.items():
        if not getattr(settings.mechanisms, switch):
            off.update(names)
    only = set(settings.validators.only)
    return [spec for spec in load_validators() if spec.name not in off and (not only or spec.name in only)]
