"""From frozen facts to PDF bytes: what the official papers of all apps share.

Two ways lead to the same page. WeasyPrint is the typesetter: it lays out a template and decides
where things stand. The press repeats a laid-out shape a thousand times: it measures text and writes
lines, rules and tints straight into the file. No database, no clock, no random number, no network.
"""
