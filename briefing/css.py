"""CSS: texts of a brief in a style sheet."""

from markupsafe import Markup


def css_string(text: str) -> Markup:
    """A text as a string of CSS (CSS Syntax Level 3, 4.3.7): all but letters, figures and spaces as code points."""
    plain = "".join(char if char.isalnum() or char == " " else f"\\{ord(char):06x}" for char in text)
    return Markup(f'"{plain}"')  # noqa: S704 (nothing is left in it that could end a string or a style sheet)
