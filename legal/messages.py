"""What refused commands of the register say."""

from django.utils.translation import gettext_lazy as _

from core.messages import register

register(
    {
        "legal_document_exists": _("Document %(number)s is in the register already."),
        "legal_provision_exists": _("%(path)s of document %(number)s is in the register already."),
        "legal_relation_exists": _("This relation between the two documents is recorded already."),
        "legal_effect_backward": _("The effect ends (%(end)s) before it begins (%(start)s)."),
        "legal_path_several": _("Name one provision: “%(path)s” is none or several."),
        "legal_relation_to_itself": _("A document cannot amend or end itself."),
        "legal_provision_elsewhere": _("The provision named does not belong to this document."),
        "legal_register_unreadable": _("The register file cannot be read: %(place)s."),
        "check_mark_unknown": _("“%(value)s” is not a known kind of check."),
    }
)
