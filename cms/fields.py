"""A StreamField whose blocks stay out of migrations."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField


class PlainStreamField(StreamField):
    """Deconstructs without its blocks: changing a block is no schema change and makes no migration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*(args or ([],)), **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return the field without block definitions."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, path, [], kwargs
