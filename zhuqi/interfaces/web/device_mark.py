"""Under which name a device keeps what is somebody's: the same for one account at every visit, and nobody's number."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def mark(account: int | None) -> str:
    """The mark of an account; empty for nobody."""
    return salted_hmac("zhuqi.device", str(account)).hexdigest()[:24] if account else ""
