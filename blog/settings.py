"""All settings, from the environment; docs/operations.md lists what can be set.

Three profiles, chosen by PROFILE: *development* (`make dev`, plain manage.py), *embedded* (`make run`:
served for real, needs nothing set) and *production* (refuses to start half configured).
Under pytest everything lives in a temporary folder, whatever the environment says.
"""

import atexit
import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from environs import Env

from blog import environment

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
IS_TEST = "PYTEST_VERSION" in os.environ  # set by pytest itself
PROFILE = "development" if IS_TEST else environment.profile_name(env.str("PROFILE", "development"))
IS_PRODUCTION = PROFILE == "production"
DEBUG = PROFILE == "development" and not IS_TEST

# --- where things are kept: DATA_DIR takes everything; without it uploads are in media/, the rest in var/
if IS_TEST:
    VAR_DIR = Path(tempfile.mkdtemp(prefix="blog-tests-"))
    atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
    MEDIA_DIR = VAR_DIR / "media"
elif data_dir := env.str("DATA_DIR", ""):
    VAR_DIR = Path(data_dir).expanduser().resolve()
    MEDIA_DIR = VAR_DIR / "media"
else:
    VAR_DIR = BASE_DIR / "var"
    MEDIA_DIR = BASE_DIR / "media"
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- the site's own address; absolute addresses come from PUBLIC_URL, never from a request
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000)
WEB_WORKERS = env.int("WEB_WORKERS", 2)  # processes
WEB_THREADS = env.int("WEB_THREADS", 4)  # in each of them
if IS_TEST:
    PUBLIC_URL = "http://site.test"  # not the test client's host, so that the two cannot be mistaken
elif IS_PRODUCTION:
    PUBLIC_URL = environment.require(
        env.str("PUBLIC_URL", ""), "Production needs PUBLIC_URL, for example https://www.example.com."
    )
else:
    PUBLIC_URL = env.str("PUBLIC_URL", "") or environment.local_address(HOST, PORT)
_address = environment.public_address(PUBLIC_URL)
PUBLIC_URL = f"{_address.scheme}://{_address.netloc.lower()}"
IS_HTTPS = _address.scheme == "https"

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [])
if IS_PRODUCTION:
    ALLOWED_HOSTS = environment.own_hosts(ALLOWED_HOSTS)
else:
    ALLOWED_HOSTS += environment.LOCAL_HOSTS
ALLOWED_HOSTS = list(dict.fromkeys([*ALLOWED_HOSTS, environment.url_host(_address)]))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]  # a proxy that ends TLS hands us plain http

# --- secrets and transport
if IS_PRODUCTION:
    SECRET_KEY = environment.own_secret_key(env.str("SECRET_KEY", ""))
elif PROFILE == "embedded":
    SECRET_KEY = env.str("SECRET_KEY", "") or environment.kept_secret_key(VAR_DIR / "secret_key")
else:
    SECRET_KEY = "development-only-and-therefore-insecure"  # noqa: S105 - production refuses it
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# How many proxies of ours stand in front; only then are X-Forwarded-Proto and -For believed.
PROXY_COUNT = env.int("PROXY_COUNT", 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 0)  # a promise browsers remember: for the operator to make
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", False)
# YouTube refuses to play (“Error 153”) when it is told nothing of the page, Django's default.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# The proxy redirects to https (W008); HSTS and its reach are the operator's decision (W004, W005, W021).
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W005", "security.W008", "security.W021"]

# --- the parts
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "blog.admin_config.EditorialAdminConfig",
    "taggit",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "authors",
    "articles",
    "blog.press",
    "blog",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "blog.csp.ContentSecurityPolicyMiddleware",
    "blog.compression.TextCompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "blog.freshness.FreshnessMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "articles.redirects.RedirectMiddleware",  # innermost: sees a 404 as it was made
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "blog.visitors.ActingAddressMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "blog.urls"
WSGI_APPLICATION = "blog.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blog.context.site",
            ],
        },
    },
]

# --- database
_database = environment.database(
    env.str("TEST_DATABASE_URL" if IS_TEST else "DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'db.sqlite3'}",
    pool_size=env.int("DATABASE_POOL", WEB_THREADS + 2),  # the threads, the follower and one to spare
    is_test=IS_TEST,
)
if IS_TEST and _database["ENGINE"].endswith("sqlite3"):
    # A file, not memory: a server thread then has its own connection, as in life.
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- cache and jobs
if (redis_url := env.str("REDIS_URL", "")) and not IS_TEST:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if IS_TEST
        else "django_tasks_db.DatabaseBackend",
        "QUEUES": [],  # any queue name
    }
}
# Whether the job worker asks other sites, day by day, if the trailers of works are still there.
CHECK_TRAILERS = not IS_TEST and env.bool("CHECK_TRAILERS", True)
EMPTY_TRASH = not IS_TEST and env.bool("EMPTY_TRASH", True)

# --- uploads and static files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = MEDIA_DIR / "public"
S3_BUCKET = "" if IS_TEST else env.str("S3_BUCKET", "")
if S3_BUCKET:
    MEDIA_URL = environment.require(
        env.str("S3_PUBLIC_URL", "").rstrip("/"),
        "With S3_BUCKET, S3_PUBLIC_URL is needed: the https address under which readers find the pictures.",
    )
    MEDIA_URL += "/"
else:
    MEDIA_URL = "/media/"
STORAGES = {
    **environment.upload_storages(env, bucket=S3_BUCKET, folder=MEDIA_DIR, url=MEDIA_URL),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or IS_TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or IS_TEST  # nothing has been collected there
# Above our own limits (body 1 MB, upload 25 MB), so that a refusal comes back in the form with the text.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o644  # the same for small and large uploads, so that a web server can read both

# --- signing in
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: refuses a locked-out visitor
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if IS_TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
AXES_ENABLED = not IS_TEST  # its own test switches it on; elsewhere client.login() works without a request
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # guessing elsewhere must not lock the editor out
AXES_CLIENT_IP_CALLABLE = "blog.visitors.client_ip"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # an impatient editor does not start over
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_DISABLE_ACCESS_LOG = True  # keep no list of who signed in from where
AXES_ENABLE_ADMIN = False  # `manage.py axes_reset` unlocks; the editors' index stays small
AXES_VERBOSE = False

# --- Content-Security-Policy of readers' pages; blog/csp.py adds what the admin needs
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *([environment.origin(MEDIA_URL)] if S3_BUCKET else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        # The players that a click may load; keep in step with articles/body/embeds.py.
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
CSRF_FAILURE_VIEW = "blog.site_views.csrf_failure"

# --- language and time
LANGUAGE_CODE = "en-us"
USE_I18N = True
TIME_ZONE = "UTC" if IS_TEST else env.str("TIME_ZONE", "UTC")
USE_TZ = True
FORMS_URLFIELD_ASSUME_HTTPS = True  # Django 6 does so by itself: an address typed without scheme is https

# --- post and logs
if not IS_TEST:
    vars().update(environment.mail(env.dj_email_url("EMAIL_URL", default="console://")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "newsroom@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO").upper()},
    # Django mails errors to ADMINS and drops them when DEBUG is off: send them where the rest goes.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "axes": {"level": "WARNING"},  # one line for each wrong password is enough
    },
}
