"""The entry of a web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wasl.config.settings")
application = get_wsgi_application()

if os.environ.get("WASL_WORKER_INSIDE") == "1":
    from wasl.core import jobs

    jobs.start_inside()
