""" "Giấy chứng nhận của tôi", and one certificate for whoever may see it."""

from __future__ import annotations

import hashlib
import logging
from typing import Any
from uuid import UUID

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from certificates.models import Certificate, CertificateEvent
from certificates.selectors.cards import certificate_view, certificates_of
from certificates.services.facts import verify_address
from core import clock
from core.rendering import qr
from organization.access import PersonMixin

logger = logging.getLogger("thao.certificates")


class CertificateListView(PersonMixin, TemplateView):
    """The certificates of the signed-in person."""

    template_name = "certificates/certificate_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List them, newest first."""
        return super().get_context_data(**kwargs) | {"items": certificates_of(self.person, clock.today())}


def visible_certificate(request: HttpRequest, uid: UUID) -> Certificate:
    """Return the certificate if the account may see it, else answer 404."""
    rows = Certificate.objects.visible_to(request.user, clock.today()).with_state()
    return get_object_or_404(rows, uid=uid)


class CertificateDetailView(TemplateView):
    """One certificate with its log."""

    template_name = "certificates/certificate_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show facts, code and events."""
        certificate = visible_certificate(self.request, kwargs["uid"])
        address = verify_address(certificate.verify_code) if certificate.issued_on else ""
        context = {
            "certificate": certificate_view(certificate, clock.today()),
            "pdf_url": reverse("certificate_pdf", args=[certificate.uid]) if certificate.file else "",
            "verify_url": address,
            "qr_html": mark_safe(qr.svg(qr.modules(address), _("QR code of the verification page"))) if address else "",  # noqa: S308
            "events": [_event(event) for event in certificate.events.all()],
            "crumbs": _crumbs(certificate, self.request),
        }
        return super().get_context_data(**kwargs) | context


def _crumbs(certificate: Certificate, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the way to the certificate; a head who looks at somebody else's has no list to go back to."""
    own = {"title": _("My certificates"), "url": reverse("certificate_list")}
    here = {"title": certificate.certification.title, "url": None}
    return [own, here] if certificate.staff.user_id == request.user.pk else [here]


def _event(event: CertificateEvent) -> dict[str, Any]:
    labels = {
        CertificateEvent.Kind.DRAFT: _("Draft made"),
        CertificateEvent.Kind.SUBMITTED: _("Submitted for signature"),
        CertificateEvent.Kind.ISSUED: _("Issued"),
        CertificateEvent.Kind.REISSUED: _("Replaced by a new paper"),
        CertificateEvent.Kind.REVOKED: _("Revoked"),
        CertificateEvent.Kind.CANCELLED: _("Voided"),
    }
    return {
        "on": event.effective_on,
        "label": labels[CertificateEvent.Kind(event.kind)],
        "decision": event.decision_no,
    }


@require_safe
def certificate_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send the paper as it was issued; a file that is not the one issued is not sent."""
    certificate = visible_certificate(request, uid)
    if not certificate.file:
        raise Http404
    response = HttpResponse(_stored_paper(certificate), content_type="application/pdf")
    name = f"giay-chung-nhan-{certificate.serial_no}.pdf".replace("/", "-")
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _stored_paper(certificate: Certificate) -> bytes:
    try:
        with storages["private"].open(certificate.file) as stored:
            paper: bytes = stored.read()
    except FileNotFoundError:
        logger.exception("the paper of certificate %s is missing", certificate.uid)
        raise Http404 from None
    if hashlib.sha256(paper).hexdigest() != certificate.file_sha256:
        logger.error("the stored paper of certificate %s is not the one issued", certificate.uid)
        raise Http404
    return paper
