"""Print every address of the demo company that a GET may open, as JSON; run beside its server, in its home."""

from __future__ import annotations

import json
import re

import django


def main() -> None:
    """Print the addresses of all routes with the newest record, and of pages of records with the oldest one too."""
    django.setup()
    from django.urls import reverse

    from tests.everywhere.routes import routes
    from wasl.core.models import Company

    company = Company.objects.order_by("pk").first()
    assert company is not None
    newest = [url for route in routes() if (url := route.url(company.pk))]
    oldest = [url for route in routes() if (url := route.url(company.pk, "pk")) and re.search(r"/\d+/$", url)]
    print(json.dumps(list(dict.fromkeys([*newest, *oldest, reverse("web:offline")]))))


if __name__ == "__main__":
    main()
