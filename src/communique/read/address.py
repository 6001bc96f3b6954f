"""What counts as a web address."""


def is_url(source: str) -> bool:
    """True for an http or https address."""
    return source[:8].lower().startswith(("http://", "https://"))
