"""The question which one is meant, where the site's clock shows a time twice in a night: radio buttons without script."""

from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles import clock

QUESTION = '<fieldset class="moment-fold"><legend>{} comes twice that night. Which one?</legend>{}</fieldset>'
CHOICE = '<label><input type="radio" name="{}" value="{}"{}> {}</label>'


def fold_choice(name: str, local: datetime | None, *, answer: datetime | None = None) -> SafeString:
    """Both moments of a naive day and time that comes twice, `answer` chosen if it is one of them; nothing for any other.

    The value of a choice is the moment itself: `articles.clock.read` and `settled` understand it.
    """
    both = local and clock.twice(local, zone=timezone.get_current_timezone())
    if not both:
        return SafeString("")
    chosen = both.fold_of(answer)
    rows = [
        (name, at.isoformat(), mark_safe(" checked") if fold == chosen else "", words)
        for fold, (at, words) in enumerate(zip(both.moments, both.names, strict=True))
    ]
    return format_html(QUESTION, f"{local:%H:%M}", format_html_join("", CHOICE, rows))
