"""What the models of settings are made of.

Every model is frozen and refuses unknown keys. No field has a default, so that each is in one place only.
``given(Model)`` derives the form in which people write a part of it: every key optional.
"""

from __future__ import annotations

import functools
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

Count = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    """Frozen, complete, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False)


@functools.cache
def given(model: type[BaseModel]) -> type[BaseModel]:
    """The same model with every key optional, also in its sections; what was not given stays unset."""
    fields: dict[str, Any] = {name: _optional(field) for name, field in model.model_fields.items()}
    config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
    return create_model(f"Given{model.__name__}", __config__=config, __doc__=model.__doc__, **fields)


def _optional(field: FieldInfo) -> tuple[Any, Any]:
    annotation: Any = field.annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        annotation = given(annotation)
    for bound in field.metadata:
        annotation = Annotated[annotation, bound]
    # A factory rather than a default, because a default would show up in the JSON schema.
    return annotation, Field(default_factory=lambda: None, description=field.description)
