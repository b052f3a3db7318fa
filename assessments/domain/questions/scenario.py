"""A case from daily work and one right way to act in it."""

from __future__ import annotations

from assessments.domain.questions.options import OptionsBody
from assessments.domain.questions.reading import InvalidContent
from assessments.domain.questions.single import Single


class Scenario(Single):
    """As a question with one right option, but the case is told in the context and may not be missing."""

    code = "scenario"
    deliverable = False

    def parse_body(self, data: object) -> OptionsBody:
        """Return the body; the context is required."""
        body = super().parse_body(data)
        if body.context is None:
            raise InvalidContent("context", "empty")
        return body
