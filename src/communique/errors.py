"""The four errors, named for what a runner does about them."""

from __future__ import annotations


class CommuniqueError(Exception):
    """Base of all errors of this package; the message says what was found, where, what to do."""


class SettingsError(CommuniqueError):
    """Settings, codebook or registry cannot be used: do not start."""


class ItemError(CommuniqueError):
    """One item cannot be used: skip it, count it under `reason`, go on."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class RetryError(CommuniqueError):
    """Failed for now (network, lock): the same call may succeed later."""


class InvariantError(CommuniqueError):
    """A promise of our own is broken: stop, this is our bug."""
