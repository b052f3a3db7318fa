"""Makes a self-signed certificate for this machine's names and addresses.

    python script/certificate.py FOLDER

Keeps the one that is there while it is valid for another month and names every present address.
"""

import datetime
import ipaddress
import socket
import subprocess
import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Browsers refuse certificates that live longer than 398 days.
LIFETIME = datetime.timedelta(days=397)
RENEW_BEFORE = datetime.timedelta(days=30)


def names_of_this_machine() -> list[x509.GeneralName]:
    """What people may type into the address line to reach us."""
    names = {"localhost", socket.gethostname(), socket.getfqdn()}
    shown = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False).stdout
    addresses = {"127.0.0.1", "::1", *(word.partition("%")[0] for word in shown.split())}
    return [
        *(x509.DNSName(name) for name in sorted(names) if name.isascii()),
        *(x509.IPAddress(ipaddress.ip_address(address)) for address in sorted(addresses)),
    ]


def still_good(path: Path, names: list[x509.GeneralName], now: datetime.datetime) -> bool:
    """Can the certificate at this path go on serving?"""
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    covered = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(names) <= set(covered) and certificate.not_valid_after_utc - now > RENEW_BEFORE


def make(folder: Path, names: list[x509.GeneralName], now: datetime.datetime) -> None:
    """Writes key.pem (readable for the owner alone) and certificate.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Thao on " + socket.gethostname()[:50])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True, exist_ok=True)
    key_file = folder / "key.pem"
    key_file.touch(mode=0o600)
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def main(folder: Path) -> None:
    """Keeps or makes the certificate and prints its fingerprint, for comparison in the browser."""
    now = datetime.datetime.now(datetime.UTC)
    names = names_of_this_machine()
    path = folder / "certificate.pem"
    if not still_good(path, names, now):
        make(folder, names, now)
    digest = x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256())
    print("    browsers warn once, as nobody vouches for it; compare its SHA-256 fingerprint:")
    print("    " + digest.hex(":").upper())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
