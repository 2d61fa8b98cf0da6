"""Works for the desk's scripts: found while an editor types, made with two fields, told as readers are told."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from articles import works
from articles.body.fold import fold
from articles.body.works import CastGroup, Fact, Trailer
from articles.facts import facts_of, kind_words
from articles.models import Work
from articles.models.work import sort_name_of

SUGGESTIONS = 10
MOST_ASKED_FOR = 40  # works asked for by number or uid
QUERY_LENGTH, QUERY_WORDS = 100, 8
MADE_MEANWHILE = "Somebody made a work at the same moment. Look whether it is this one, then try again."
NAME_ERRORS = {
    "required": "Give the work a name.",
    "max_length": "This name has %(show_value)d characters; a work's name has at most %(limit_value)d.",
}
KIND_ERRORS = {kind: "Say what it is: a film, a series, a book …" for kind in ("required", "invalid_choice")}


class MakeForm(forms.Form):
    name = forms.CharField(max_length=Work._meta.get_field("name").max_length, error_messages=NAME_ERRORS)
    kind = forms.ChoiceField(choices=Work.Kind.choices, error_messages=KIND_ERRORS)
    anyway = forms.BooleanField(required=False)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


# --- finding


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Works asked for by `pk` or `uid`, in that order; else those whose name or original name has words that
    begin with those of `q`, best first."""
    _may_look(request)
    pks, uids = request.GET.getlist("pk"), request.GET.getlist("uid")
    if pks or uids:
        found = _asked_for(pks[:MOST_ASKED_FOR], uids[:MOST_ASKED_FOR])
    else:
        found = _matching(request.GET.get("q", "").replace("\x00", "")[:QUERY_LENGTH])
    return JsonResponse({"works": [as_data(work) for work in found]})


def _may_look(request: HttpRequest) -> None:
    if not any(request.user.has_perm(f"articles.{act}_work") for act in ("view", "change")):
        raise PermissionDenied


def _asked_for(pks: list[str], uids: list[str]) -> list[Work]:
    numbers = [int(pk) for pk in pks if pk.isascii() and pk.isdigit() and len(pk) < 10]
    names = [uid.replace("\x00", "") for uid in uids]
    found = list(_described().filter(Q(pk__in=numbers) | Q(uid__in=names)))
    places = {key: place for place, key in enumerate([*numbers, *names])}
    return sorted(found, key=lambda work: min(places.get(key, len(places)) for key in (work.pk, work.uid)))


def _described() -> QuerySet[Work]:
    """With what `as_data` says, and without the long texts."""
    return Work.objects.select_related("parent").defer("rendered_web", "synopsis")


def _matching(query: str) -> list[Work]:
    wanted = sort_name_of(query)
    if not wanted:
        return []
    rank = Case(
        When(sort_name=wanted, then=Value(0)), When(sort_name__startswith=wanted, then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    by_name = _described().filter(*(_begins_a_word(word) for word in wanted.split()[:QUERY_WORDS]))
    found = list(by_name.order_by(rank, "sort_name", "-year", "pk")[:SUGGESTIONS])
    if len(found) < SUGGESTIONS:
        found += _by_original_name(wanted, room=SUGGESTIONS - len(found), without={work.pk for work in found})
    return found


def _begins_a_word(word: str) -> Q:
    """In the work's name, or in that of the whole: seasons are found under their series."""
    own = Q(sort_name__startswith=word) | Q(sort_name__contains=f" {word}")
    return own | Q(parent__sort_name__startswith=word) | Q(parent__sort_name__contains=f" {word}")


def _by_original_name(wanted: str, *, room: int, without: set[int]) -> list[Work]:
    """Few works have an original name, and no column holds it folded: these are folded here."""
    names = (
        Work.objects.exclude(original_name="").order_by("sort_name", "pk").values_list("pk", "original_name")
    )
    padded = [f" {word}" for word in wanted.split()[:QUERY_WORDS]]
    pks = []
    for pk, name in names:
        folded = f" {fold(name)}"
        if pk not in without and all(word in folded for word in padded):
            pks.append(pk)
    there = _described().in_bulk(pks[:room])
    return [there[pk] for pk in pks[:room]]


def as_data(work: Work) -> dict:
    """What lists and chips show of a work, and how it is referred to."""
    return {
        "pk": work.pk,
        "uid": work.uid,
        "name": work.name,
        "words": kind_words(work),
        "url": work.get_absolute_url(),
    }


# --- making


@require_POST
def make(request: HttpRequest) -> JsonResponse:
    """A work of `name` and `kind`, everything else to be filled in later. One of that name and kind that is there
    already comes back as `duplicate`, unless `anyway` is sent."""
    if not request.user.has_perm("articles.add_work"):
        raise PermissionDenied
    form = MakeForm(request.POST)
    if not form.is_valid():
        return _refusal(" ".join(sentence for group in form.errors.values() for sentence in group))
    wanted = Work(name=form.cleaned_data["name"], kind=form.cleaned_data["kind"])
    duplicate = None if form.cleaned_data["anyway"] else _duplicate_of(wanted)
    if duplicate:
        sentence = f"There is a {wanted.get_kind_display()} of this name already."
        return _refusal(sentence, status=409, duplicate=as_data(duplicate))
    try:
        return JsonResponse({"work": as_data(_made(wanted))}, status=201)
    except IntegrityError:
        return _refusal(MADE_MEANWHILE)


def _refusal(sentence: str, *, status: int = 400, **more: object) -> JsonResponse:
    return JsonResponse({"error": sentence, **more}, status=status)


def _duplicate_of(wanted: Work) -> Work | None:
    same = _described().filter(kind=wanted.kind, sort_name=sort_name_of(wanted.name))
    return same.order_by("-year", "pk").first()


@transaction.atomic
def _made(work: Work) -> Work:
    work.save()
    works.settle(work, before=None)
    return work


# --- telling


@require_GET
def told(request: HttpRequest, uid: str) -> JsonResponse:
    """What the blocks of a body show of the work, and where it is changed; 404 when it is gone."""
    _may_look(request)
    work = Work.objects.told().filter(uid=uid.replace("\x00", "")).first()
    if work is None:
        return _refusal("This work is not there any more.", status=404)
    facts = facts_of(work)
    return JsonResponse(
        as_data(work)
        | {
            "facts": [_fact(fact) for fact in facts.facts],
            "releases": [_fact(fact) for fact in facts.releases],
            "cast": [_group(group) for group in facts.cast],
            "trailer": _trailer(facts.trailer),
            "change_url": reverse("admin:articles_work_change", args=[work.pk]),
        }
    )


def _fact(fact: Fact) -> dict[str, str]:
    return {"name": fact.name, "label": fact.label, "value": fact.value}


def _group(group: CastGroup) -> dict:
    members = [{"person": member.person, "character": member.character} for member in group.members]
    return {"title": group.title, "members": members}


def _trailer(trailer: Trailer | None) -> dict[str, str] | None:
    return trailer and {"url": trailer.url, "title": trailer.title, "image": trailer.image_uid}
