"""Gives each request an Idempotency-Key of its own where it has a valid one: a repeated key would hide what lies behind it."""

import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    headers = case.headers or {}
    for name, value in list(headers.items()):
        if name.lower() == "idempotency-key" and isinstance(value, str) and 0 < len(value) <= 200:
            if all("!" <= character <= "~" for character in value):
                headers[name] = str(uuid.uuid4())
