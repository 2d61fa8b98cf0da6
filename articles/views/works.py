"""Works and people: what the articles are about. A work is public with its first live article, a person with a work."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from articles.body.render import fill_marks
from articles.calendars import SHOWN
from articles.facts import kind_words, role_words
from articles.models import Article, Credit, Person, Publication, Subject, Work
from articles.querysets import ArticleQuerySet
from articles.structured_data import person_json_ld, work_json_ld
from articles.views.hubs import FEED_LABELS, FEED_TYPES, feed_links
from articles.works import family_of
from authors.paging import Page, canonical_of, page_of

WORKS_PAGE_SIZE = 60
WORKS_OF_A_PERSON = 100  # shown on one page; nobody we write about has made more that we know
PARTS_SHOWN = 60


@require_safe
def work_index(request: HttpRequest) -> HttpResponse:
    """All public works by name, narrowed to a kind and a letter."""
    public = Work.objects.public()
    kinds = _known(public, "kind")
    kind = _chosen(request, "kind", kinds)
    of_kind = public.filter(kind=kind) if kind else public
    letters = _known(of_kind, "letter")
    letter = _chosen(request, "letter", letters)
    works = (of_kind.filter(letter=letter) if letter else of_kind).order_by("letter", "sort_name", "pk")
    page = page_of(works.for_cards(), request, size=WORKS_PAGE_SIZE)
    context = {
        "kinds": [(value, capfirst(Work.Kind(value).label)) for value in Work.Kind.values if value in kinds],
        "letters": sorted(letters, key=lambda one: (one == "#", one)),
        "kind": kind,
        "letter": letter,
        "page_obj": page,
        "kept": _kept(kind=kind, letter=letter),
        "feed_links": [
            {
                "title": f"Works ({label})",
                "url": reverse(f"articles:works_feed_{name}"),
                "type": FEED_TYPES[name],
            }
            for name, label in FEED_LABELS.items()
        ],
        "canonical": _canonical_of_index(request, page, kind=kind, letter=letter),
    }
    return render(request, "articles/work_list.html", context)


def _known(works: QuerySet[Work], column: str) -> set[str]:
    return set(works.order_by().values_list(column, flat=True).distinct())


def _chosen(request: HttpRequest, name: str, known: set[str]) -> str:
    """What ?kind= or ?letter= asks for; raises Http404 where there is nothing of it."""
    value = request.GET.get(name, "")
    if value and value not in known:
        raise Http404("There is nothing of this kind.")
    return value


def _canonical_of_index(request: HttpRequest, page: Page, **chosen: str) -> str:
    address = canonical_of(request, public_url=settings.PUBLIC_URL)
    numbered = {"page": str(page.number)} if page.number > 1 else {}
    query = _kept(**chosen, **numbered)
    return f"{address}?{query}" if query else address


def _kept(**chosen: str) -> str:
    return urlencode({name: value for name, value in chosen.items() if value})


@require_safe
def work(request: HttpRequest, slug: str) -> HttpResponse:
    work = get_object_or_404(Work.objects.public().select_related("poster", "parent__parent"), slug=slug)
    page = page_of(articles_about(work).for_cards(), request)
    publication = Publication.current()
    context = {
        "work": work,
        "kind": kind_words(work),
        "has_events": work.releases.filter(precision__in=SHOWN).exists(),
        "facts_html": _filled(work.rendered_web) if page.number == 1 else "",
        "wholes": _public_wholes(work),
        "parts": list(
            Work.objects.public().filter(parent=work).order_by("number", "sort_name")[:PARTS_SHOWN]
        ),
        "disclosures": work.disclosures(publication),
        "page_obj": page,
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL, page=page),
        "json_ld": work_json_ld(work, public_url=settings.PUBLIC_URL),
        "sharing_image": work.poster and work.poster.sharing,
        "feed_links": feed_links("work", work),
    }
    return render(request, "articles/work_detail.html", context)


def _filled(stored: str) -> str:
    return fill_marks(stored, public_url=settings.PUBLIC_URL, media_url=settings.MEDIA_URL)


def articles_about(work: Work) -> ArticleQuerySet:
    """Live articles about the work or its parts, the newest first."""
    about = Subject.objects.filter(work__in=family_of(work)).values("article")
    return Article.objects.published().filter(pk__in=about).newest_first()


def _public_wholes(work: Work) -> list[Work]:
    """What the work is part of, the largest first, as far as readers may see it."""
    whole = work.parent
    return [one for one in (whole and whole.parent, whole) if one is not None and one.is_public]


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.public(), slug=slug)
    page = page_of(articles_about_works_of(person).for_cards(), request)
    context = {
        "person": person,
        "credits": _credits_of(person),
        "page_obj": page,
        "canonical": canonical_of(request, public_url=settings.PUBLIC_URL, page=page),
        "json_ld": person_json_ld(person, public_url=settings.PUBLIC_URL),
        "feed_links": feed_links("person", person),
    }
    return render(request, "articles/person_detail.html", context)


def articles_about_works_of(person: Person) -> ArticleQuerySet:
    """Live articles about works this person is credited in, the newest first."""
    about = Subject.objects.filter(work__credits__person=person).values("article")
    return Article.objects.published().filter(pk__in=about).newest_first()


def _credits_of(person: Person) -> list[dict[str, Any]]:
    """The person's public works, the newest first, each with what she or he did in it."""
    own = Credit.objects.filter(person=person)
    works = (
        Work.objects.public()
        .filter(credits__person=person)
        .distinct()
        .for_cards()
        .prefetch_related(Prefetch("credits", own, to_attr="own_credits"))
        .order_by("-year", "sort_name", "pk")[:WORKS_OF_A_PERSON]
    )
    return [{"work": work, "roles": role_words(work.own_credits)} for work in works]
