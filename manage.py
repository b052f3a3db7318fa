#!/usr/bin/env python
"""Run administrative commands."""

import gc
import os
import sys

if __name__ == "__main__":
    # Migrating builds models by the thousand; looking for garbage after every few hundred objects costs a third of it.
    gc.set_threshold(50_000, 20, 50)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
