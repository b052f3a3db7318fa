"""Password hashing."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, 2 passes, 1 lane: about 25 ms of one core.

    Django's defaults (100 MiB, 8 lanes) cost ten times that; several thousand people sign in within the first
    minutes of an exam, on a small server.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
