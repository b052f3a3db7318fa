"""Settings of the suite: fast hashing, no files of the installation, same policies as in use."""

import atexit
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, ON_POSTGRESQL, STORAGES

SECRET_KEY = "only-for-tests-only-for-tests-only-for-tests-0123456789"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "core.hashers.OfficeArgon2Hasher"]
if not ON_POSTGRESQL:
    DATABASES["default"]["NAME"] = ":memory:"
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    DATABASES["exam"] = {**DATABASES["default"], "TEST": {"MIRROR": "default"}}
EXAM_DATABASE = "default"
_FILES = Path(tempfile.mkdtemp(prefix="thao-tests-"))
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)
STATIC_ROOT = _FILES / "static"
STATIC_ROOT.mkdir()  # WhiteNoise warns of a folder that is not there
MEDIA_ROOT = _FILES / "media"
PRIVATE_ROOT = _FILES / "private"
STORAGES["private"]["OPTIONS"]["location"] = str(PRIVATE_ROOT)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PUBLIC_URL = "http://testserver"
AXES_ENABLED = False
LESSON_MINIMUM_SECONDS = 0
