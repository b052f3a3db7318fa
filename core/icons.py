"""The pictograms of the interface: 24 × 24, stroked in the colour of the text.

They are written into the page instead of being fetched, so that an exam page shows them without a line.
"""

from __future__ import annotations

from types import MappingProxyType

ICONS = MappingProxyType(
    {
        "arrow-up": '<path d="M12 19V6m-5 5 5-5 5 5"/>',
        "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4"/>',
        "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
        "chevron-down": '<path d="m6 9.5 6 6 6-6"/>',
        "chevron-left": '<path d="m14.5 6-6 6 6 6"/>',
        "chevron-right": '<path d="m9.5 6 6 6-6 6"/>',
        "chevron-up": '<path d="m6 14.5 6-6 6 6"/>',
        "circle": '<circle cx="12" cy="12" r="6"/>',
        "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
        "cloud": '<path d="M7.5 18.5a4.5 4.5 0 0 1-.6-8.96 5.5 5.5 0 0 1 10.5 1.2 3.9 3.9 0 0 1-.4 7.76z"/>'
        '<path d="m9.3 13.6 2 2 3.6-3.8"/>',
        "cross": '<path d="m6.5 6.5 11 11m0-11-11 11"/>',
        "document": '<path d="M6.5 3.5h7l4 4v13h-11z"/><path d="M13.5 3.5v4h4M9 12h6m-6 4h6"/>',
        "dot": '<circle cx="12" cy="12" r="3.5"/>',
        "download": '<path d="M12 4v11m-4.5-4 4.5 4.5L16.5 11M5 20h14"/>',
        "flag": '<path d="M6 21V4h11.5l-2.5 4 2.5 4H6"/>',
        "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5m0-9.1v.1"/>',
        "list": '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1m-.1 5.5h.1"/>',
        "lock": '<rect x="5.5" y="10.5" width="13" height="9" rx="1.5"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>',
        "monitor": '<rect x="4" y="5" width="16" height="11" rx="1.5"/><path d="M9 20h6m-3-4v4m0-12v3.2m0 1.9v.1"/>',
        "printer": '<path d="M7 9V4h10v5M7 17H4V9.5h16V17h-3"/><path d="M7 14h10v6H7z"/>',
        "scales": '<path d="M12 4v16m-4 0h8M5 7.5h14M5 7.5l-2.5 6a2.7 2.7 0 0 0 5 0zm14 0-2.5 6a2.7 2.7 0 0 0 5 0z"/>',
        "search": '<circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 4.5 4.5"/>',
        "warning": '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5m0 2.4v.1"/>',
    }
)
