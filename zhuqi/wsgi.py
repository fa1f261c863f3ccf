"""Where a web server finds the house: ``granian --interface wsgi zhuqi.wsgi:application``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.settings")
application = get_wsgi_application()
