"""The templates of the papers: a closed engine that sees one folder and no request.

Papers are always Vietnamese, so their wording stands in the templates and is not translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.template import Context, Engine

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "pdf"


@lru_cache
def _engine() -> Engine:
    return Engine(
        dirs=[str(FOLDER)],
        builtins=["core.rendering.filters"],
        loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
    )


def paper_html(template: str, values: Mapping[str, object]) -> str:
    """Fill a template of the papers' folder; every value is escaped.

    Numbers and dates arrive as text: the language of the signed-in person must not change a paper.
    """
    return _engine().get_template(template).render(Context(dict(values), use_l10n=False, use_tz=False))
