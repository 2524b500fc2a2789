"""Tables of what is sold and how it is offered."""

from wasl.sales.models.catalogue import Service
from wasl.sales.models.quotes import Quote, QuoteLine

__all__ = ["Quote", "QuoteLine", "Service"]
