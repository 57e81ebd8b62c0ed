from engagement.models.document import Block, Section
from engagement.models.exercise import Channel, Edition, Exercise, ExerciseAct, Milestone, Notice
from engagement.models.proposal import Factor, FactorWording, Function, FunctionWording, Option, OptionWording, Principle
from engagement.models.questions import (
    Choice,
    ChoiceWording,
    Item,
    PartWording,
    Question,
    QuestionPart,
    QuestionWording,
    RespondentCategory,
    RespondentCategoryWording,
    Stance,
)

__all__ = [
    "Block",
    "Channel",
    "Choice",
    "ChoiceWording",
    "Edition",
    "Exercise",
    "ExerciseAct",
    "Factor",
    "FactorWording",
    "Function",
    "FunctionWording",
    "Item",
    "Milestone",
    "Notice",
    "Option",
    "OptionWording",
    "PartWording",
    "Principle",
    "Question",
    "QuestionPart",
    "QuestionWording",
    "RespondentCategory",
    "RespondentCategoryWording",
    "Section",
    "Stance",
]
