"""Settings of `script/serve`: an embedded database, any host of the office network."""

from .base import *  # noqa: F403
from .base import BASE_DIR, env

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])


def _kept_secret() -> str:
    """A secret of this installation, made on first use: sessions survive a restart, nothing is shared."""
    from core.sampling import fresh_token

    path = BASE_DIR / "var" / "secret-key"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text(fresh_token(48), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret()
# Set by `script/serve --tls`: cookies then never travel in the clear.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("TLS", default=False)
