"""The certificate that script/serve --tls makes on the spot."""

import datetime
import subprocess
import sys
from pathlib import Path

from cryptography import x509

ROOT = Path(__file__).resolve().parents[2]


def make(folder: Path) -> str:
    """Runs the script and returns what it printed."""
    return subprocess.run(
        [sys.executable, ROOT / "script/certificate.py", folder], capture_output=True, text=True, check=True
    ).stdout


def test_certificate_names_this_machine_and_lives_as_long_as_browsers_allow(tmp_path):
    make(tmp_path)

    certificate = x509.load_pem_x509_certificate((tmp_path / "certificate.pem").read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "localhost" in names.get_values_for_type(x509.DNSName)
    assert "127.0.0.1" in map(str, names.get_values_for_type(x509.IPAddress))
    lifetime = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert lifetime <= datetime.timedelta(days=398)


def test_key_is_readable_for_its_owner_alone(tmp_path):
    make(tmp_path)

    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600


def test_good_certificate_is_kept(tmp_path):
    first = make(tmp_path)

    assert make(tmp_path) == first
