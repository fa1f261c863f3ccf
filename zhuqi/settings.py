"""Settings. Everything a place changes comes from the environment; the rest is the house's."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ZHUQI_VAR", ROOT / "var"))
DEBUG = False


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
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "zhuqi.core.accounts",
    "zhuqi.core.access",
    "zhuqi.core.journal",
    "zhuqi.core.rulebook",
    "zhuqi.core.jobs",
    "zhuqi.domain.calendar",
    "zhuqi.domain.directory",
    "zhuqi.domain.liaison",
    "zhuqi.domain.cases",
    "zhuqi.domain.visits",
    "zhuqi.interfaces.web",
]
REACTIONS = "zhuqi.reactions.REACTIONS"
SCHEDULE = "zhuqi.schedule.SCHEDULE"
SECTIONS = "zhuqi.sections.SECTIONS"
INTEGRITY = "zhuqi.integrity"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "/login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("ZHUQI_HTTPS") == "1"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhuqi.interfaces.web.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zhuqi.interfaces.web.middleware.asked",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "zhuqi.urls"
WSGI_APPLICATION = "zhuqi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "zhuqi" / "interfaces" / "web" / "templates"],
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
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "zhuqi" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
