"""Moving an entry of the calendar: a plain page with a form, and the same for the calendar's script as JSON."""

from collections.abc import Iterable
from datetime import datetime, time

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import clock, moving, planning, publishing
from articles.desk.calendar import MOVED
from articles.desk.moments import fold_choice
from articles.models import Article
from articles.moving import ComesTwice, Seen
from articles.planning import Entry
from articles.refusals import MovedMeanwhile, PublishingError, moment_words

TEMPLATE = "admin/articles/article/calendar_move.html"
BIGGEST_NUMBER = 2**31 - 1
UNREADABLE = "This page is too old to move anything. Load the calendar again."


class MoveForm(forms.Form):
    """`seen` and `number` say what whoever moves it had before her; without a time it keeps its own. `time_fold` is the
    moment that is meant, where the time comes twice that night."""

    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={name: "Choose a day." for name in ("required", "invalid")},
    )
    time = forms.TimeField(
        required=False,
        label="Time",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"invalid": "This is no time. Write it like 09:30."},
    )
    time_fold = forms.CharField(required=False)
    seen = forms.CharField(widget=forms.HiddenInput, error_messages={"required": UNREADABLE})
    number = forms.IntegerField(
        min_value=0,
        max_value=BIGGEST_NUMBER,
        widget=forms.HiddenInput,
        error_messages={
            name: UNREADABLE for name in ("required", "invalid", "min_value", "max_value", "max_digits")
        },
    )

    def clean_seen(self):
        moment = clock.read(self.cleaned_data["seen"])
        if moment is None:
            raise forms.ValidationError(UNREADABLE)
        return moment

    def clean_time_fold(self):
        return clock.read(self.cleaned_data["time_fold"])


@never_cache
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the form. POST moves: 200 with what is so now, 422 with the sentence why not, 409 where somebody
    was there first; without a script, back to the calendar or the form once more."""
    article = _article_of(request, pk)
    if request.method == "GET":
        return _page(request, article, _form_for(article))
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _refused(request, article, form, _sentences(form), status=422)
    before = planning.entry_of(article)
    try:
        entry = _moved(request, article, form)
    except MovedMeanwhile as refusal:
        return _refused(request, article, _form_for(article), [str(refusal)], status=409)
    except ComesTwice as question:
        return _asked(request, article, form, question)
    except PublishingError as refusal:
        return _refused(request, article, form, [str(refusal)], status=422)
    return _answer(request, before, entry)


def _article_of(request: HttpRequest, pk: int) -> Article:
    if not publishing.may_publish(request.user):
        raise PermissionDenied
    article = Article.objects.visible_to(request.user).filter(pk=pk).first()
    if article is None:
        raise Http404("There is no such article.")
    return article


def _form_for(article: Article) -> MoveForm:
    entry = planning.entry_of(article)
    return MoveForm(
        initial=seen_of(entry) | {"day": entry.moment.date(), "time": entry.moment} if entry else {}
    )


def seen_of(entry: Entry) -> dict[str, str | int]:
    """What a form sends along so that nobody's move is undone unseen."""
    return {"seen": entry.moment.isoformat(), "number": entry.article.copy_number}


def _moved(request: HttpRequest, article: Article, form: MoveForm) -> Entry:
    given = form.cleaned_data
    seen = Seen(given["seen"], given["number"])
    at = given["time"]
    if at and f"{at:%H:%M}" == f"{timezone.localtime(seen.moment):%H:%M}":
        at = None  # unchanged: the seconds that no form shows stay
    return moving.move(
        article, by=request.user, day=given["day"], clock=at, meant=given["time_fold"], seen=seen
    )


def _answer(request: HttpRequest, before: Entry, entry: Entry) -> HttpResponse:
    words = f"moved from {moment_words(before.moment)} to {moment_words(entry.moment)}"
    LogEntry.objects.log_actions(
        request.user.pk, [entry.article], CHANGE, f"{words.capitalize()}.", single_object=True
    )
    said = f"“{entry.article}” {words}."
    request.session[MOVED] = {"said": said, "pk": entry.article.pk, "undo": _undo(before, entry)}
    if _wants_json(request):
        return JsonResponse({"said": said, **seen_of(entry)})
    return HttpResponseRedirect(_back(request))


def _undo(before: Entry, entry: Entry) -> dict[str, str | int] | None:
    """The form that puts it back, or None where that moment has passed."""
    if before.moment <= timezone.now():
        return None
    return seen_of(entry) | {
        "day": before.moment.date().isoformat(),
        "time": f"{before.moment:%H:%M:%S}",
        "time_fold": before.instant.isoformat(),
    }


def _refused(
    request: HttpRequest, article: Article, form: MoveForm, sentences: Iterable[str], *, status: int
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": " ".join(sentences)}, status=status)
    return _page(request, article, form, sentences, status=status)


def _asked(request: HttpRequest, article: Article, form: MoveForm, question: ComesTwice) -> HttpResponse:
    """The sentence, and both moments to choose from: the script asks by itself, the page has radio buttons."""
    if not _wants_json(request):
        return _page(request, article, form, [str(question)], status=422)
    both = zip(question.twice.moments, question.twice.names, strict=True)
    choices = [{"time_fold": at.isoformat(), "words": words} for at, words in both]
    return JsonResponse({"error": str(question), "choices": choices}, status=422)


def _fold_choice(form: MoveForm, entry: Entry | None) -> str:
    """Which one is meant, where day and time of the form come twice; at first the one at which it stands."""
    given = form.cleaned_data if form.is_bound else form.initial
    day, at = given.get("day"), given.get("time") or (entry and entry.moment)
    if not day or not at:
        return ""
    local = datetime.combine(day, time(at.hour, at.minute))
    return fold_choice("time_fold", local, answer=given.get("time_fold") or entry.instant)


def _sentences(form: forms.Form) -> list[str]:
    return list(dict.fromkeys(sentence for group in form.errors.values() for sentence in group))


def _page(
    request: HttpRequest,
    article: Article,
    form: MoveForm,
    sentences: Iterable[str] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    entry = planning.entry_of(article)
    context = {
        **admin.site.each_context(request),
        "title": "Move",
        "article": article,
        "entry": entry,
        "form": form,
        "fold_choice": _fold_choice(form, entry),
        "sentences": sentences,
        "time_zone": settings.TIME_ZONE,
        "back": _back(request),
    }
    return TemplateResponse(request, TEMPLATE, context, status=status)


def _back(request: HttpRequest) -> str:
    """The calendar as it was; never another site."""
    calendar = reverse("admin:articles_article_calendar")
    asked = request.POST.get("back") or request.GET.get("back") or ""
    is_ours = asked.startswith(calendar) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else calendar


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
