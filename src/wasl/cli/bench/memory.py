"""What a server process holds after a thousand pages: run as a process of its own, with the id of who looks at them."""

from __future__ import annotations

import os
import resource
import sys

PAGES = 1_000
PATHS = ("/", "/board/", "/deals/", "/customers/", "/leads/", "/team/", "/audit/", "/deals/new/")


def main(user_id: int) -> int:
    """Open the pages in turn and print the largest memory of this process in MB."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.config.settings")
    import django

    django.setup()
    from django.test import Client
    from django.test.utils import override_settings

    from wasl.access.models import User

    client = Client()
    with override_settings(ALLOWED_HOSTS=["*"], SECURE_SSL_REDIRECT=False):
        client.force_login(User.objects.get(pk=user_id), backend="wasl.access.backends.MemberBackend")
        for number in range(PAGES):
            client.get(PATHS[number % len(PATHS)])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
