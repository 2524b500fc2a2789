"""What every room's REST endpoints are made of: schemas, lists by cursor, acts done once, problems that say how."""

from wasl.core.rest.acts import etag, only_if, version_of, versioned
from wasl.core.rest.lists import Listing, Page, Sort, give_list
from wasl.core.rest.problems import Problem, answer_problem, problem_of
from wasl.core.rest.schemas import (
    Amount,
    AmountIn,
    Code,
    Day,
    Email,
    Id,
    In,
    Line,
    LongText,
    Number,
    Out,
    Rate,
    Text,
    amount,
    minor_of,
)

__all__ = [
    "Amount",
    "AmountIn",
    "Code",
    "Day",
    "Email",
    "Id",
    "In",
    "Line",
    "Listing",
    "LongText",
    "Number",
    "Out",
    "Page",
    "Problem",
    "Rate",
    "Sort",
    "Text",
    "amount",
    "answer_problem",
    "etag",
    "give_list",
    "minor_of",
    "only_if",
    "problem_of",
    "version_of",
    "versioned",
]
