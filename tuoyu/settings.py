"""The one settings file. Everything that differs between places is an environment variable."""

from pathlib import Path

from tuoyu.core import channel_settings, embedded, environment, logs, site_address

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(environment.text("TUOYU_VAR", str(ROOT / "var")))
environment.load(ROOT / ".env")
HTTPS = environment.flag("HTTPS")
if not HTTPS:  # behind TLS, that is in production, every secret must be given
    SECRETS = ("SECRET_KEY", "FIELD_KEY", "LOOKUP_KEY", "SIGNING_KEY")
    environment.keep_secrets(VAR / "secrets.env", SECRETS)

DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.text("SECRET_KEY")
FIELD_KEY = environment.text("FIELD_KEY")  # 32 bytes, hex: encrypts identity numbers at rest
LOOKUP_KEY = environment.text("LOOKUP_KEY")  # 32 bytes, hex: keyed hashes for lookup
SIGNING_KEY = environment.text("SIGNING_KEY")  # 32 bytes, hex: Ed25519 seed for receipts
FIELD_CIPHER = environment.text("FIELD_CIPHER", "aes-gcm")  # or sm4-gcm
FIELD_KEYS_RETIRED = environment.words("FIELD_KEYS_RETIRED")  # still read, no longer written
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("TRUSTED_ORIGINS")
PROXIES = environment.number("PROXIES", 1 if HTTPS else 0)  # reverse proxies in front of us
SITE_URL = environment.text("SITE_URL", "http://127.0.0.1:8000")
site_address.check(SITE_URL, ALLOWED_HOSTS, in_production=HTTPS)
CITY_CODE = environment.text("CITY_CODE", "4104")
CITY_NAME = environment.text("CITY_NAME", "平顶山市")  # on every page, register or none
CITY_SHORT = environment.text("CITY_SHORT", "平顶山")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_linear_migrations",
    "template_partials",
    "procrastinate.contrib.django",
    "tuoyu.core",
    "tuoyu.records",
    "tuoyu.org",
    "tuoyu.institutions",
    "tuoyu.workforce",
    "tuoyu.assessment",
    "tuoyu.statistics",
    "tuoyu.filing",
    "tuoyu.planning",
    "tuoyu.portal",
    "tuoyu.desk",
    "tuoyu.demo",
    "axes",
    "allauth",  # after our rooms, so that our templates stand before its own
    "allauth.account",
    "allauth.mfa",
]
FIRST_PARTY_APPS = [name for name in INSTALLED_APPS if name.startswith("tuoyu.")]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tuoyu.core.request_log.answered",
    "tuoyu.core.middleware.content_policy",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tuoyu.org.middleware.Watch",
    "tuoyu.core.middleware.by_button_only",
    "tuoyu.core.middleware.RefusalPage",
    "tuoyu.core.middleware.within_reason",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tuoyu.urls"
WSGI_APPLICATION = "tuoyu.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tuoyu.core.context.place",
                "tuoyu.org.context.person",
                "tuoyu.desk.context.search_door",
                "tuoyu.desk.context.inbox_place",
            ],
        },
    }
]

FORM_RENDERER = "tuoyu.core.screen.ScreenRenderer"

DATABASES = {
    "default": embedded.parse(embedded.ensure())
    | {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": f"test_tuoyu_{environment.text('TEST_DB_SUFFIX', 'main')}"},
    }
}
SWEEP_CONNECTIONS = environment.number("SWEEP_CONNECTIONS", 2)  # of a large city judged at once
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "org.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "tuoyu.org.adapter.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "portal:home"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSIONS_EACH = environment.number("SESSIONS_EACH", 3)  # browsers one person may use at once
IDLE_MINUTES = environment.number("IDLE_MINUTES", 30)  # then offices sign in again
REQUIRE_MFA = environment.flag("REQUIRE_MFA", HTTPS)  # offices need a second factor
SUPPORT_MINUTES = environment.number("SUPPORT_MINUTES", 60)  # the longest support session
SESSION_COOKIE_AGE = environment.number("SESSION_HOURS", 10) * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # other hosts of the city's domain are not ours to bind to TLS
    "security.W019",  # papers are shown in frames of our own pages
    "security.W021",  # a list in browsers is for the owner of the whole domain
]

ACCOUNT_ADAPTER = "tuoyu.org.adapter.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_DISPLAY = "tuoyu.org.adapter.shown_name"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Wrong passwords are counted by axes in the database; these are for second factors.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,10/5m/key"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # a closed browser is a closed session
ACCOUNT_FORMS = {
    "login": "tuoyu.org.forms.entrance.SignInForm",
    "change_password": "tuoyu.org.forms.entrance.OwnPasswordForm",
    "reauthenticate": "tuoyu.org.forms.entrance.ConfirmForm",
}
MFA_ADAPTER = "tuoyu.org.adapter.SecondFactor"
MFA_FORMS = {
    "authenticate": "tuoyu.org.forms.entrance.CodeForm",
    "reauthenticate": "tuoyu.org.forms.entrance.ConfirmCodeForm",
    "activate_totp": "tuoyu.org.forms.entrance.EnrolForm",
    "add_webauthn": "tuoyu.org.forms.entrance.AddKeyForm",
    "edit_webauthn": "tuoyu.org.forms.entrance.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "托育"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "tuoyu.org.views.locking.locked"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "tuoyu.core.network.client_address"
AXES_ENABLED = environment.flag("AXES_ENABLED", True)

EMAIL_HOST = environment.text("EMAIL_HOST", "")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_STARTTLS")
EMAIL_USE_SSL = environment.flag("EMAIL_SSL")
EMAIL_TIMEOUT = 10  # seconds; the queue tries again later
EMAIL_BACKEND = environment.text("EMAIL_BACKEND", channel_settings.mail_by(EMAIL_HOST))
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "tuoyu@localhost")
NOTICE_CHANNELS = environment.words("NOTICE_CHANNELS")  # email, sms, or none: only in the app
SMS_GATEWAY_URL = environment.text("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = environment.text("SMS_GATEWAY_TOKEN", "")
SMS_GATEWAY_TAKEN = environment.text("SMS_GATEWAY_TAKEN", "")  # field=value of an answer
SMS_SIGN = environment.text("SMS_SIGN", "")
SMS_TEMPLATE = environment.text("SMS_TEMPLATE", "")
SMS_CHANNEL = environment.text("SMS_CHANNEL", channel_settings.sms_by(SMS_GATEWAY_URL))
channel_settings.check(
    NOTICE_CHANNELS,
    sms=SMS_CHANNEL,
    gateway=SMS_GATEWAY_URL,
    mail=EMAIL_BACKEND,
    in_production=HTTPS,
)
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # tuoyu/<room>/jobs.py

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
ATTACHMENT_STORE = environment.text("ATTACHMENT_STORE", str(VAR / "attachments"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = logs.set_up(environment.text("LOG_LEVEL", "INFO"), readable=DEBUG)
