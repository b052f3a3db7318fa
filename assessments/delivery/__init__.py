"""The exam counter: saving, asking for the time and handing in, by a token and without a session.

What happens here touches the database of attempts and nothing else. It stands apart from the view layer, so that it can
be mounted beside Django's handler.
"""
