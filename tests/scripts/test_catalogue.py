"""The tool that keeps the Vietnamese catalogue complete, on a small project of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)
PAGE = (
    '{% load i18n %}{% translate "Sign in" %}{% translate "May" context "month" %}'
    "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
)
TRANSLATIONS = (
    'msgid "Sign in"\nmsgstr "Đăng nhập"\n\n'
    'msgctxt "month"\nmsgid "May"\nmsgstr "Tháng Năm"\n\n'
    'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s ngày"\n'
)


@pytest.fixture
def project(tmp_path):
    """A project with one template, the tool, and no catalogue yet."""
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script/catalogue.py", tmp_path / "script")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "locale/parts").mkdir(parents=True)
    return tmp_path


def run(project: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Runs the tool inside the small project."""
    return subprocess.run(
        [sys.executable, "script/catalogue.py", command], cwd=project, capture_output=True, text=True, check=False
    )


def test_check_names_each_message_without_a_text(project):
    done = run(project, "check")

    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "Without a Vietnamese text (3):",
        "  %(n)s day",
        "  Sign in",
        "  [month] May",
    ]


def test_merge_takes_in_the_parts_and_check_is_content(project):
    (project / "locale/parts/a.po").write_text(HEADER + TRANSLATIONS, encoding="utf-8")

    merged, checked = run(project, "merge"), run(project, "check")

    assert (merged.returncode, merged.stderr) == (0, "")
    assert (checked.returncode, checked.stdout) == (0, "")


def test_merge_keeps_overrides_of_packages_that_our_code_does_not_name(project):
    override = 'msgid "Exploring"\nmsgstr "Duyệt trang"\n\n'
    (project / "locale/parts/a.po").write_text(HEADER + override + TRANSLATIONS, encoding="utf-8")

    run(project, "merge")
    (project / "locale/parts/a.po").unlink()
    run(project, "merge")

    assert "Duyệt trang" in (project / "locale/vi/LC_MESSAGES/django.po").read_text(encoding="utf-8")


def test_merge_names_what_two_parts_translate_differently(project):
    (project / "locale/parts/a.po").write_text(HEADER + TRANSLATIONS, encoding="utf-8")
    (project / "locale/parts/b.po").write_text(HEADER + 'msgid "Sign in"\nmsgstr "Vào"\n', encoding="utf-8")

    done = run(project, "merge")

    assert "  Sign in: a.po says 'Đăng nhập', b.po says 'Vào'" in done.stdout.splitlines()


def test_fuzzy_text_counts_as_none(project):
    (project / "locale/vi/LC_MESSAGES").mkdir(parents=True)
    text = HEADER + TRANSLATIONS.replace('msgid "Sign in"', '#, fuzzy\nmsgid "Sign in"')
    (project / "locale/vi/LC_MESSAGES/django.po").write_text(text, encoding="utf-8")

    done = run(project, "check")

    assert done.stdout.splitlines() == ["Without a Vietnamese text (1):", "  Sign in"]


def test_text_with_another_placeholder_is_refused(project):
    text = 'msgid "%(n)s page"\nmsgstr "%(m)s trang"\n'
    (project / "locale/parts/a.po").write_text(HEADER + "#, python-format\n" + text, encoding="utf-8")

    done = run(project, "merge")

    assert done.returncode == 1
    assert "msgfmt failed" in done.stderr
