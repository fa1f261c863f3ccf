"""The help desk (django-helpdesk) beside which we are timed: its own environment, database, site and rows.

Run as a module of its environment with ``site`` as the settings; the tickets are synthetic.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg

VERSION = "2.6.1"
WANTED = (f"django-helpdesk=={VERSION}", "Django>=5.2,<5.3", "psycopg[binary]", "granian", "whitenoise")
HERE = Path(__file__).parent / "helpdesk_site"
FILL = """
INSERT INTO helpdesk_ticket (title, queue_id, created, modified, submitter_email, assigned_to_id, status, on_hold,
  description, priority, secret_key)
SELECT 'Ticket ' || n, 1, now() - (n %% 900) * interval '1 day', now(), 'someone@example.org', 1,
  CASE WHEN n %% 10 = 0 THEN 1 ELSE 4 END, false, '新设备六月到厂，现有变压器带不动。', 3, md5(n::text)
FROM generate_series(%(first)s::int, %(end)s::int) n"""
FOLLOW = """
INSERT INTO helpdesk_followup (ticket_id, date, title, comment, public, user_id, new_status)
SELECT ticket.id, ticket.created + step * interval '1 hour', 'Step ' || step, '已送电', true, 1, 1
FROM helpdesk_ticket ticket CROSS JOIN generate_series(1, 7) step WHERE ticket.id >= %(first)s"""


class HelpDesk:
    """Its environment in ``folder``, its database at ``url``."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.python = folder / "bin" / "python"
        self.environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith(("DJANGO_", "ZHUQI_"))},
            "DJANGO_SETTINGS_MODULE": "helpdesk_site.settings",
            "PYTHONPATH": str(HERE.parent),
            "DATABASE_URL": url,
        }

    def prepare(self) -> None:
        """Install it, where it isn't, and set its tables up."""
        if not self.python.exists():
            subprocess.run((sys.executable, "-m", "venv", str(self.folder)), check=True)
            subprocess.run((str(self.python), "-m", "pip", "install", "-q", *WANTED), check=True)
        self._manage("migrate", "-v0")
        made = "from django.contrib.auth import get_user_model as u; from helpdesk.models import Queue;"
        made += "u().objects.create_superuser('timer', 'timer@example.org', 'timer');"
        self._manage("shell", "-c", made + "Queue.objects.create(title='Q', slug='q', allow_public_submission=True)")

    def _manage(self, *command: str) -> None:
        subprocess.run((str(self.python), "-m", "django", *command), env=self.environment, check=True)

    def grow(self, size: int) -> None:
        """So many tickets, one in ten open, each with seven follow-ups."""
        with psycopg.connect(self.url, autocommit=True) as session:
            held = session.execute("SELECT COALESCE(MAX(id), 0) FROM helpdesk_ticket").fetchone()
            assert held is not None
            wanted = {"first": held[0] + 1, "end": size}
            session.execute(FILL, wanted)
            session.execute(FOLLOW, wanted)
            session.execute("VACUUM ANALYZE")

    def serve(self, port: int, log: Path) -> subprocess.Popen[bytes]:
        """Its site, served as ours is."""
        site = (
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(port),
            "--workers",
            "1",
            "--blocking-threads",
            "4",
        )
        with log.open("ab") as out:
            return subprocess.Popen(
                (str(self.python), *site, "helpdesk_site.wsgi:application"),
                env=self.environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
