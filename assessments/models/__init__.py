"""The bank, exams, attempts and their grading."""

from .attempts import Attempt, AttemptTime, Grading, Response
from .bank import (
    MatchingQuestion,
    MultipleQuestion,
    NumericQuestion,
    OrderingQuestion,
    Question,
    QuestionCategory,
    QuestionCitation,
    QuestionEntry,
    ScenarioQuestion,
    ShortTextQuestion,
    SingleQuestion,
    TrueFalseQuestion,
)
from .exams import Candidate, Exam, ExamSection, ExamSession, ExamSlot

__all__ = [
    "Attempt",
    "AttemptTime",
    "Candidate",
    "Exam",
    "ExamSection",
    "ExamSession",
    "ExamSlot",
    "Grading",
    "MatchingQuestion",
    "MultipleQuestion",
    "NumericQuestion",
    "OrderingQuestion",
    "Question",
    "QuestionCategory",
    "QuestionCitation",
    "QuestionEntry",
    "Response",
    "ScenarioQuestion",
    "ShortTextQuestion",
    "SingleQuestion",
    "TrueFalseQuestion",
]
