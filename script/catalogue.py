"""The Vietnamese catalogue: is it complete, and how new parts get into it.

    python script/catalogue.py check   every message of the code has a Vietnamese text
    python script/catalogue.py merge   takes in locale/parts/*.po and the messages of the code, then reports

The catalogue also overrides messages of the packages in use (Wagtail, Django), so what the code does not
name stays in it. Needs gettext's programs.
"""

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale/vi/LC_MESSAGES/django.po"
PARTS = ROOT / "locale/parts"
NOT_CODE = {"bench", "docs", "locale", "media", "node_modules", "script", "staticfiles", "tests", "var"}
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: thao\\n"
"Language: vi\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
STABLE = ["--no-location", "--no-wrap", "--sort-output"]

# (context, msgid); a plural counts by its singular.
Key = tuple[str | None, str]


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Runs a program and returns what it printed; ends the script with its complaint when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def read(po: Path, folder: Path) -> dict[Key, str]:
    """The finished texts of a PO file: what is empty or marked fuzzy is left out, as at run time."""
    mo = folder / f"{po.parent.name}-{po.stem}.mo"
    run("msgfmt", "--check-format", "-o", mo, po)
    with mo.open("rb") as stream:
        entries = gettext.GNUTranslations(stream)._catalog
    texts: dict[Key, str] = {}
    for key, text in entries.items():
        msgid = key[0] if isinstance(key, tuple) else key
        context, found, bare = msgid.rpartition("\x04")
        if bare:
            texts[(context if found else None, bare)] = text
    return texts


def extract(folder: Path) -> Path:
    """A template (POT) of all messages of our code and templates, made from a copy."""
    copy = Path(tempfile.mkdtemp(dir=folder))
    for source in ROOT.iterdir():
        if source.is_dir() and source.name not in NOT_CODE and not source.name.startswith("."):
            shutil.copytree(source, copy / source.name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "static"))
    (copy / "locale").mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "-l", "vi", "-d", "django", "-e", "html,py,txt"]
    done = subprocess.run(
        [*command, "--no-location", "--no-wrap", "--keep-pot"],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"makemessages failed:\n{done.stdout}{done.stderr}")
    template = copy / "locale/django.pot"
    text = template.read_text(encoding="utf-8") if template.exists() else HEADER
    # English has two forms; the template leaves that open, which gettext's programs do not like.
    text = text.replace("nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=n != 1;")
    template.write_text(text, encoding="utf-8")
    return template


def messages_of_code(folder: Path) -> set[Key]:
    """The keys of all messages that our code and templates name."""
    named = folder / "code.po"
    # msgen gives each message its own text, so that none counts as untranslated.
    run("msgen", "--lang=en", "-o", named, extract(folder))
    return set(read(named, folder))


def shown(key: Key) -> str:
    """One line for a list."""
    context, msgid = key
    return (f"[{context}] " if context else "") + msgid.replace("\n", "\\n")


def missing(folder: Path) -> list[str]:
    """The messages of the code without a finished Vietnamese text."""
    translated = set(read(CATALOGUE, folder)) if CATALOGUE.exists() else set()
    return sorted(map(shown, messages_of_code(folder) - translated))


def contradictions(parts: list[Path], folder: Path) -> list[str]:
    """The messages that two parts translate differently; the first part in order of name wins."""
    seen: dict[Key, tuple[str, str]] = {}
    found = []
    for part in parts:
        for key, text in read(part, folder).items():
            name, earlier = seen.setdefault(key, (part.name, text))
            if earlier != text:
                found.append(f"{shown(key)}: {name} says {earlier!r}, {part.name} says {text!r}")
    return found


def merge(folder: Path) -> list[str]:
    """Rewrites the catalogue: parts first, then what it held, then new messages of the code, untranslated.

    Returns the contradictions between the parts.
    """
    parts = sorted(PARTS.glob("*.po"))
    found = contradictions(parts, folder)
    header = folder / "header.po"
    header.write_text(HEADER, encoding="utf-8")
    held = [CATALOGUE] if CATALOGUE.exists() else []
    known = folder / "known.po"
    # Files end up as one header and each message once: the first file that has it wins.
    run("msgcat", "--use-first", *STABLE, "-o", known, header, *parts, *held)
    named, merged = folder / "named.po", folder / "merged.po"
    run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", named, header, extract(folder))
    run("msgcat", "--use-first", *STABLE, "-o", merged, known, named)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    run("msgattrib", "--no-obsolete", *STABLE, "-o", CATALOGUE, merged)
    return found


def report(title: str, lines: list[str]) -> bool:
    """Prints a list with its title, if there is anything in it."""
    if lines:
        print(f"{title} ({len(lines)}):")
        print("\n".join(f"  {line}" for line in lines))
    return bool(lines)


def main(command: str) -> int:
    """Returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="thao-catalogue-") as name:
        folder = Path(name)
        if command == "merge":
            report("Translated differently by two parts", merge(folder))
            total = len(read(CATALOGUE, folder))
            print(f"{CATALOGUE.relative_to(ROOT)}: {total} messages translated")
        return 1 if report("Without a Vietnamese text", missing(folder)) else 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["merge"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
