"""Read what people and their spreadsheets write: amounts, hours, dates, names. Plain Python."""

from wasl.core.parsing.amounts import (
    ParseError,
    column_decimal_mark,
    parse_amount_input,
    parse_decimal,
    parse_hours,
    to_western_digits,
)
from wasl.core.parsing.dates import DateOrderFinding, Order, column_date_order, parse_date
from wasl.core.parsing.days import parse_day
from wasl.core.parsing.keyboard import other_layout
from wasl.core.parsing.names import SIMILAR_ENOUGH, fold, similar_name, skeletons

__all__ = [
    "SIMILAR_ENOUGH",
    "DateOrderFinding",
    "Order",
    "ParseError",
    "column_date_order",
    "column_decimal_mark",
    "fold",
    "other_layout",
    "parse_amount_input",
    "parse_date",
    "parse_day",
    "parse_decimal",
    "parse_hours",
    "similar_name",
    "skeletons",
    "to_western_digits",
]
