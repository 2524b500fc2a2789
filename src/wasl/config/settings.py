"""Django settings. What differs between machines comes from the environment (`environment.py`)."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from wasl.config import environment
from wasl.config.subscribers import SUBSCRIBERS as SUBSCRIBERS

environment.refuse_misspelt()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.data_folder()
SECRET_KEY = environment.secret_key(HOME)
DEBUG = environment.flag("WASL_DEBUG")
ALLOWED_HOSTS = environment.hosts("WASL_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
CSRF_TRUSTED_ORIGINS = environment.origins("WASL_ORIGINS")
HTTPS = environment.flag("WASL_HTTPS")

INSTALLED_APPS = [
    "wasl.core",
    "wasl.access",
    "wasl.parties",
    "wasl.people",
    "wasl.messages",
    "wasl.crm",
    "wasl.ledger",
    "wasl.receivables",
    "wasl.payables",
    "wasl.banking",
    "wasl.projects",
    "wasl.sales",
    "wasl.insight",
    "wasl.web",
    "wasl.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "wasl.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wasl.web.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wasl.access.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wasl.access.middleware.CurrentCompany",
    "wasl.web.digits.ReadersDigits",
    "wasl.core.middleware.AcceptedForms",
    "wasl.core.middleware.Refusals",
]
if environment.flag("WASL_DIAGNOSTICS"):
    MIDDLEWARE.insert(0, "wasl.web.middleware.Diagnostics")
SAMPLE_COMPANY = "wasl.cli.demo.make_sample"
ROOT_URLCONF = "wasl.config.urls"
WSGI_APPLICATION = "wasl.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wasl.web.context.shell",
            ],
            "builtins": ["wasl.web.templatetags.wasl", "django.templatetags.i18n"],
        },
    },
]
DATABASES = {"default": environment.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["wasl.access.backends.MemberBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "wasl.access.adapter.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "wasl.access.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "wasl.access.sign_in.LoginForm",
    "signup": "wasl.access.sign_in.SignupForm",
    "change_password": "wasl.access.sign_in.ChangePasswordForm",
    "reset_password": "wasl.access.sign_in.ResetPasswordForm",
    "reset_password_from_key": "wasl.access.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "wasl.access.sign_in.PasswordAgainForm",
}
MFA_ADAPTER = "wasl.access.adapter.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Wasl"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "wasl.access.sign_in.CodeForm",
    "reauthenticate": "wasl.access.sign_in.CodeAgainForm",
    "activate_totp": "wasl.access.sign_in.ActivateForm",
}
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
NO_COMPANY_URL = "access:company_new"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/.+[.-][0-9A-Za-z]{8,}\..+$"
FILES_FOLDER = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a document of a thousand lines

API_PATH = "/api/"
SIGN_UP_CLOSED = environment.flag("WASL_SIGN_UP_CLOSED")
API_CALLS_A_MINUTE = environment.whole("WASL_API_CALLS_A_MINUTE", 600, 1, 1_000_000)

# Counts of attempts to sign in: in files, so that all processes of a machine count together.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": HOME / "cache"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}

SMTP_HOST = os.environ.get("WASL_SMTP_HOST", "")
# Without a mail server, a password link is shown on the terminal of whoever runs Wasl.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SMTP_HOST else 'console'}.EmailBackend"
EMAIL_HOST = SMTP_HOST
EMAIL_PORT = environment.whole("WASL_SMTP_PORT", 25, 1, 65_535)
EMAIL_HOST_USER = os.environ.get("WASL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WASL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("WASL_SMTP_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("WASL_MAIL_FROM", "wasl@localhost")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from inside, past the proxy
if HTTPS:  # one proxy stands before Wasl, speaks HTTPS, and says how and from where it was reached
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

SLOW_QUERY_MS = environment.whole("WASL_SLOW_QUERY_MS", 500, 0, 3_600_000)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "wasl.core.logs.on_this_output"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"wasl": {"level": environment.level("WASL_LOG", "INFO")}},
}
