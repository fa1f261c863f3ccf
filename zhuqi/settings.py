"""Settings. Everything a place changes comes from the environment; the rest is the house's."""

from __future__ import annotations

import gc
import os
import secrets
import tomllib
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ZHUQI_VAR", ROOT / "var"))
DEBUG = False

gc.set_threshold(100_000, 20, 20)
"""A sheet of 20,000 rows is half a million objects and none of them garbage: looking for it after every 700 costs a fifth of
a loading (``benchmarks/intake``)."""


def _secret(name: str) -> Path:
    """A file with a random key under the variable folder, made on first use and readable by its owner alone."""
    path = VAR / name
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path


SECRET_KEY = os.environ.get("ZHUQI_SECRET_KEY") or _secret("secret.key").read_text().strip()
JOURNAL_KEY_FILE = (
    Path(os.environ["ZHUQI_JOURNAL_KEY_FILE"]) if "ZHUQI_JOURNAL_KEY_FILE" in os.environ else _secret("journal.key")
)
FACTOR_KEY_FILE = (
    Path(os.environ["ZHUQI_FACTOR_KEY_FILE"]) if "ZHUQI_FACTOR_KEY_FILE" in os.environ else _secret("factor.key")
)
"""The key under which the secrets of second factors are encrypted; it lies outside the database, as the journal's does."""
SECOND_FACTOR = os.environ.get("ZHUQI_SECOND_FACTOR", "none")
"""Who must have a second factor: administrators, all or none."""
if SECOND_FACTOR not in {"administrators", "all", "none"}:
    raise SystemExit(f"ZHUQI_SECOND_FACTOR is {SECOND_FACTOR!r}; it must be administrators, all or none")


def _address(name: str) -> str:
    """An address from the environment: of https, or of this machine; empty where it isn't set."""
    address = os.environ.get(name, "")
    parts = urlsplit(address)
    if address and not (parts.hostname and parts.scheme == "https") and not _of_this_machine(address):
        raise SystemExit(f"{name} is {address!r}; it must begin with https://, or with http://localhost")
    return address


def _of_this_machine(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}


ORIGIN = _address("ZHUQI_ORIGIN").lower().rstrip("/")
"""The address that people type, scheme and host alone: what passkeys are bound to, and where the identity provider sends back."""
if urlsplit(ORIGIN).path or urlsplit(ORIGIN).query:
    raise SystemExit(f"ZHUQI_ORIGIN is {ORIGIN!r}; it must end after the host, as https://zhuqi.example")
_host = urlsplit(ORIGIN).hostname or ""
PASSKEY_DOMAIN = os.environ.get(
    "ZHUQI_PASSKEY_DOMAIN", "" if _host.replace(".", "").isdigit() or ":" in _host else _host
)
"""The domain that passkeys are made for: the origin's host, or one above it. A bare IP address can have none."""
if PASSKEY_DOMAIN and not f".{_host}".endswith(f".{PASSKEY_DOMAIN}"):
    raise SystemExit(f"ZHUQI_PASSKEY_DOMAIN is {PASSKEY_DOMAIN!r}; it must be the host of ZHUQI_ORIGIN or end it")
OIDC_ISSUER = _address("ZHUQI_OIDC_ISSUER")
"""The city's identity provider (OpenID Connect), as its tokens name it; without it there is no such log-in."""
OIDC_CLIENT = os.environ.get("ZHUQI_OIDC_CLIENT", "")
OIDC_SECRET_FILE = os.environ.get("ZHUQI_OIDC_SECRET_FILE", "")
OIDC_CLAIM = os.environ.get("ZHUQI_OIDC_CLAIM", "preferred_username")
"""The claim that names the account; nobody may be able to change their own."""
OIDC_LABEL = os.environ.get("ZHUQI_OIDC_LABEL", "")
OIDC_SCOPE = os.environ.get("ZHUQI_OIDC_SCOPE", "openid profile")
OIDC_FACTOR = os.environ.get("ZHUQI_OIDC_FACTOR", "ours")
"""Whether its log-in stands for the second factor, too: ours (no), theirs (yes), or words of ``acr`` for which it does."""
if OIDC_ISSUER and not (ORIGIN and OIDC_CLIENT and OIDC_FACTOR.strip()):
    raise SystemExit(
        "ZHUQI_OIDC_ISSUER needs ZHUQI_ORIGIN and ZHUQI_OIDC_CLIENT beside it, and a word in ZHUQI_OIDC_FACTOR"
    )
if OIDC_SECRET_FILE and not Path(OIDC_SECRET_FILE).is_file():
    raise SystemExit(f"ZHUQI_OIDC_SECRET_FILE is {OIDC_SECRET_FILE!r}; there is no such file")
JOURNAL_HASH = os.environ.get("ZHUQI_JOURNAL_HASH", "sha256")
ALLOWED_HOSTS = os.environ.get("ZHUQI_HOSTS", "127.0.0.1,localhost,testserver").split(",")


def _database(url: str) -> dict[str, object]:
    """The database a URL names: ``sqlite:///path`` or ``postgresql://user:password@host:port/name``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) if parts.path != "/:memory:" else ":memory:",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host") or parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise SystemExit(f"DATABASE_URL begins with {parts.scheme!r}; it must begin with sqlite:// or postgresql://")


DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'zhuqi.sqlite3'}"
DATABASES = {"default": _database(DATABASE_URL)}
PROJECT = ROOT / "pyproject.toml"
VERSION = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"] if PROJECT.exists() else version("zhuqi")
"""The program's version: of the checkout it runs from, else of the package installed."""
METRICS = os.environ.get("ZHUQI_METRICS") == "1"
"""Whether ``/metrics`` answers to more than programs of this machine; the proxy keeps strangers from it."""
POSTGRES_PROGRAMS = os.environ.get("ZHUQI_POSTGRES_PROGRAMS", "")
"""The folder of pg_dump, pg_restore and psql, where they lie neither on the path nor where Debian puts them."""
WORKER_BEAT = VAR / "work.beat"
"""A file that the worker touches after each round; on a machine whose worker runs elsewhere, ZHUQI_WORKER says so."""
WORKER = os.environ.get("ZHUQI_WORKER", "here")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_cotton.apps.SimpleAppConfig",
    "zhuqi.core.accounts",
    "zhuqi.core.access",
    "zhuqi.core.journal",
    "zhuqi.core.rulebook",
    "zhuqi.core.files",
    "zhuqi.core.search",
    "zhuqi.core.intake",
    "zhuqi.core.jobs",
    "zhuqi.core.limits",
    "zhuqi.core.messages",
    "zhuqi.domain.calendar",
    "zhuqi.domain.directory",
    "zhuqi.domain.liaison",
    "zhuqi.domain.contacts",
    "zhuqi.domain.cases",
    "zhuqi.domain.visits",
    "zhuqi.domain.errands",
    "zhuqi.domain.members",
    "zhuqi.domain.voice",
    "zhuqi.domain.common",
    "zhuqi.interfaces.web",
    "zhuqi.interfaces.portal",
]
REACTIONS = "zhuqi.reactions.REACTIONS"
SCHEDULE = "zhuqi.schedule.SCHEDULE"
SECTIONS = "zhuqi.sections.SECTIONS"
EXAMPLES = "zhuqi.examples.play"
INTEGRITY = "zhuqi.integrity"
SEARCHED = "zhuqi.searching.SOURCES"
REGISTERS = "zhuqi.registers"
SUCCESSION = "zhuqi.succession.ROOMS"
ANSWERS = "zhuqi.answers"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "/login"
PROXIES = int(os.environ.get("ZHUQI_PROXIES", "0"))
"""How many proxies of ours a request passes; without any, nobody is believed about where they come from."""


def _limit(name: str, otherwise: str) -> tuple[int, int]:
    """A limit: so many, in so many seconds. ``0``: none."""
    most, _, seconds = os.environ.get(name, otherwise).partition("/")
    if most == "0":
        return 0, 1
    if not (most.isdecimal() and seconds.isdecimal() and 0 < int(seconds) <= 86_400 and int(most) <= 10**9):
        raise SystemExit(
            f"{name} is {os.environ.get(name)!r}; write a number and seconds as {otherwise}, or 0 for no limit"
        )
    return int(most), int(seconds)


LIMITS = {
    "token": _limit("ZHUQI_LIMIT_TOKEN", "3000/60"),
    "stranger": _limit("ZHUQI_LIMIT_STRANGER", "300/60"),
    "link": _limit("ZHUQI_LIMIT_LINK", "30/600"),
    "voice": _limit("ZHUQI_LIMIT_VOICE", "20/3600"),
    "voice_form": _limit("ZHUQI_LIMIT_VOICE_FORM", "10/3600"),
    "voice_files": _limit("ZHUQI_LIMIT_VOICE_FILES", "200/3600"),
    "member": _limit("ZHUQI_LIMIT_MEMBER", "30/600"),
    "member_code": _limit("ZHUQI_LIMIT_MEMBER_CODE", "5/3600"),
    "log_in": _limit("ZHUQI_LIMIT_LOG_IN", "60/60"),
}
"""How often somebody may come: the API by account, the API by address without a token, wrong secrets of links by address,
needs told without an account by address and by form, those with files wherever they come from, the door of enterprises' accounts
by address and by mailbox, forms at the log-in pages by address."""
MAIL_BY = {"smtps": (465, "EMAIL_USE_SSL"), "smtp": (587, "EMAIL_USE_TLS"), "smtp+plain": (25, "")}
"""How mail goes to its server: by TLS from the beginning, by STARTTLS, or as it is (for a server on this machine)."""


def _mail(address: str) -> dict[str, object]:
    """What the framework is told of the mail server: ``smtps://user@mail.example``."""
    parts = urlsplit(address)
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    if parts.scheme not in MAIL_BY or not parts.hostname or parts.password or parts.path.strip("/"):
        raise SystemExit(f"ZHUQI_MAIL is {address!r}; write smtps://user@host or smtp://user@host, without a password")
    port, secured = MAIL_BY[parts.scheme]
    secret = os.environ.get("ZHUQI_MAIL_PASSWORD_FILE", "")
    if secret and not Path(secret).is_file():
        raise SystemExit(f"ZHUQI_MAIL_PASSWORD_FILE is {secret!r}; there is no such file")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": Path(secret).read_text().strip() if secret else "",
        **({secured: True} if secured else {}),
    }


EMAIL_TIMEOUT = 10
globals().update(_mail(os.environ.get("ZHUQI_MAIL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("ZHUQI_MAIL_FROM", "")
MAIL = bool(os.environ.get("ZHUQI_MAIL"))
"""Whether there is a mail server; without one nobody is mailed, and no page offers it."""
if MAIL and "@" not in DEFAULT_FROM_EMAIL:
    raise SystemExit("ZHUQI_MAIL needs ZHUQI_MAIL_FROM beside it: the mailbox that mail comes from")
WEBHOOKS_INSIDE = frozenset(filter(None, os.environ.get("ZHUQI_WEBHOOKS_INSIDE", "").lower().split(",")))
"""Hosts of the place's own net to which webhooks may go; all others must lie in the open net."""
AXES_HANDLER = "zhuqi.core.accounts.lockout.LockOut"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], ["username"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # nobody counts log-ins (国办函〔2026〕12号)
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "zhuqi.interfaces.web.address.client_address"
AXES_LOCKOUT_CALLABLE = "zhuqi.interfaces.web.accounts.login.locked"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next", "code"]
SESSION_ENGINE = "zhuqi.core.accounts.sessions"
SESSION_IDLE = timedelta(minutes=int(os.environ.get("ZHUQI_IDLE_MINUTES", "30")))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("ZHUQI_HTTPS") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
"""Behind TLS the proxy says so, and sets the header itself: without it Django takes every form for one from elsewhere."""
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

MIDDLEWARE = [
    "zhuqi.interfaces.health.middleware.watched",
    "zhuqi.interfaces.web.packing.packed",
    "django.middleware.security.SecurityMiddleware",
    "zhuqi.interfaces.portal.middleware.unseen",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhuqi.interfaces.web.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhuqi.interfaces.web.accounts.guard.kept",
    "zhuqi.interfaces.web.middleware.asked",
    "zhuqi.interfaces.web.accounts.guard.guarded",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "zhuqi.interfaces.web.accounts.limited.held_up",
]
ROOT_URLCONF = "zhuqi.urls"
WSGI_APPLICATION = "zhuqi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "zhuqi" / "interfaces" / door / "templates" for door in ("web", "portal")],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.filesystem.Loader"],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "zhuqi.interfaces.web.tags"],
            "context_processors": ["zhuqi.interfaces.web.middleware.page_facts"],
        },
    }
]
COTTON_DIR = "components"

AREA_NAME = os.environ.get("ZHUQI_AREA_NAME", "")
FILING_NUMBER = os.environ.get("ZHUQI_FILING_NUMBER", "")
COMPLAINTS_CONTACT = os.environ.get("ZHUQI_COMPLAINTS_CONTACT", "")
"""What every page says of the place: its name, the app's filing number (备案号), where complaints go."""

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "zhuqi" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zhuqi.interfaces.web.static_names.ByContents"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_HANDLERS = ["zhuqi.interfaces.web.uploads.Bounded"]
"""Files are kept in memory and bounded; what they may be is decided in zhuqi/core/files."""
LOG_LINES = os.environ.get("ZHUQI_LOG", "")
"""``lines``: a line for every request; ``json``: the same as JSON, one object a line; else warnings only."""
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "pathless": {"()": "zhuqi.interfaces.health.lines.Pathless"},
        "quiet": {"()": "zhuqi.interfaces.portal.quiet.Quiet"},
    },
    "formatters": {"line": {"()": "zhuqi.interfaces.health.lines.Lines", "json": LOG_LINES == "json"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["pathless", "quiet"]}},
    "loggers": {
        "axes": {"level": "CRITICAL"},  # it names who failed to log in
        "zhuqi.requests": {"level": "INFO" if LOG_LINES else "WARNING"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
