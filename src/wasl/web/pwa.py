"""What makes Wasl an app on a phone: its manifest, and a worker that answers without a connection."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wasl.web.assets import asset_url

BRAND, CANVAS = "#0b5d66", "#f3f5f5"
FONTS = tuple(f"plex-{script}-{weight}.woff2" for script in ("latin", "arabic") for weight in (400, 500, 600))
KEPT = ("app.js", "app.css", "app.rtl.css", "icons.svg", "mark.svg", *FONTS)
# A page that cannot be fetched is answered by the page that says so; nothing of the company is ever kept. Files
# bear hashes of what they hold, so those that are kept are never asked for again.
WORKER = """\
const CACHE = %(cache)s, OFFLINE = %(offline)s, FILES = %(files)s;
self.addEventListener("install", (event) => event.waitUntil(
  caches.open(CACHE).then((cache) => cache.addAll([OFFLINE, ...FILES])).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(
    names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))).then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  }
});
"""


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """Describe the app to a phone that installs it."""
    icon = {"src": asset_url("mark.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    whole = icon | {"src": asset_url("mark-whole.svg"), "purpose": "maskable"}
    said = {
        "name": str(_("Wasl")),
        "short_name": str(_("Wasl")),
        "description": str(_("One system for a service company: from lead to cash on one ledger.")),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "dir": "rtl" if get_language_bidi() else "ltr",
        "background_color": CANVAS,
        "theme_color": BRAND,
        "icons": [icon, whole],
        "shortcuts": [
            {"name": str(_("Today")), "url": "/"},
            {"name": str(_("Pipeline")), "url": reverse("crm:board")},
        ],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """Give the worker; it changes with the files and the language of the page that it keeps, and so renews itself."""
    files = [asset_url(name) for name in KEPT]
    values = {"cache": " ".join([get_language() or "", *files]), "offline": reverse("web:offline"), "files": files}
    text = WORKER % {name: json.dumps(value) for name, value in values.items()}
    return HttpResponse(text, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no connection, and that nothing typed is lost."""
    return render(request, "web/offline.html")
