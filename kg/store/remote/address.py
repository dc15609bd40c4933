"""Addresses of endpoints and who asks there."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from kg.errors import ParameterError, shorten

ENDPOINT_VARIABLE = "THREATPRAXIS_ENDPOINT"
USER_VARIABLE = "THREATPRAXIS_ENDPOINT_USER"
PASSWORD_VARIABLE = "THREATPRAXIS_ENDPOINT_PASSWORD"  # noqa: S105  # the name of a variable, not a password


@dataclass(frozen=True, slots=True)
class Login:
    """User and password; shown nowhere."""

    user: str = ""
    password: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.user)

    @classmethod
    def from_environment(cls) -> Login:
        """What the environment variables say; empty where they are not set."""
        return cls(os.environ.get(USER_VARIABLE, ""), os.environ.get(PASSWORD_VARIABLE, ""))


def check_address(address: str, option: str = "--endpoint") -> str:
    """An address as it may be asked.

    :param option: what the address was given with, for the message
    :raises ParameterError: for anything but http and https, and for an address that holds a password
    """
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError as error:
        raise ParameterError(f"{option}: {shorten(address)!r} is no address: {error}.", remedy=_EXAMPLE) from None
    if parts.username is not None or parts.password is not None:
        # The address itself is not repeated: it holds a secret.
        raise ParameterError(
            f"{option}: the address holds a user or password, and addresses are written to logs.",
            remedy=f"Leave them out and set {USER_VARIABLE} and {PASSWORD_VARIABLE}, or give --login to be asked.",
        )
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c.isspace() for c in address.strip()):
        raise ParameterError(f"{option}: {shorten(address)!r} is no http or https address.", remedy=_EXAMPLE)
    return parts._replace(fragment="").geturl()


_EXAMPLE = "Give one such as http://127.0.0.1:7878/query."


def keeps_secrets(address: str) -> bool:
    """Whether a password sent as it is stays between the two ends: over https, or within this machine."""
    parts: SplitResult = urlsplit(address)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
