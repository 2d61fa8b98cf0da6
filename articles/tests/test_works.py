"""What follows when a work changes, and from when on it is public."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import due, publishing, works
from articles.models import Article, Copy, Credit, ImageUse, Release, Subject, Work, WorkUse
from articles.tests.factories import (
    HIDDEN_STATES,
    PUBLISHED_AT,
    make_article,
    make_credit,
    make_draft,
    make_image,
    make_work,
    revise,
    work_html,
)

pytestmark = pytest.mark.django_db

OPENS = date(2024, 1, 19)


def change(work: Work, **fields) -> works.Settled:
    """Change the work's columns as the admin does."""
    before = works.told(work)
    for name, value in fields.items():
        setattr(work, name, value)
    work.save()
    return works.settle(work, before=before)


def move(release: Release, **fields) -> works.Settled:
    """Change a release of a work as the admin does."""
    before = works.told(release.work)
    for name, value in fields.items():
        setattr(release, name, value)
    release.save()
    return works.settle(release.work, before=before)


def is_public(work: Work, at: datetime | None = None) -> bool:
    return Work.objects.public(at).filter(pk=work.pk).exists()


# --- what shows it follows


def test_a_changed_release_reaches_every_stored_form():
    work = make_work("I.S.S.", opens=OPENS)
    article = make_article(body=f"<p>Before.</p>{work_html(work)}{work_html(work, 'releases')}", works=[work])
    settled = move(work.releases.get(), date=date(2024, 2, 2))
    article.refresh_from_db()
    for form in (article.rendered_web, article.rendered_feed, article.plain_text):
        assert "February 2, 2024" in form
        assert "January 19" not in form
    assert settled.rendered == 1
    work.refresh_from_db()
    assert "February 2, 2024" in work.rendered_web
    assert work.structured["datePublished"] == "2024-02-02"


def test_a_feed_does_not_take_the_article_for_a_new_one():
    work = make_work(opens=OPENS)
    article = make_article(body=work_html(work), works=[work])
    dates = ("feed_id", "published_at", "updated_at", "slug")
    before = [getattr(article, name) for name in dates]
    move(work.releases.get(), date=date(2024, 2, 2))
    article.refresh_from_db()
    assert [getattr(article, name) for name in dates] == before


def test_an_override_outlives_the_change():
    work = make_work(opens=OPENS, company="Bleecker Street", running_time=95)
    overrides = "<div><dt>Release date</dt><dd>soon</dd></div><div><dt>Distributor</dt><dd></dd></div>"
    article = make_article(body=work_html(work, overrides=overrides), works=[work])
    move(work.releases.get(), date=date(2024, 2, 2))
    change(work, running_time=96)
    article.refresh_from_db()
    assert "<dd>soon</dd>" in article.rendered_web
    assert "Bleecker" not in article.rendered_web
    assert "96 minutes" in article.rendered_web


def test_articles_that_do_not_show_it_are_left_alone():
    work = make_work(opens=OPENS)
    make_article(body="<p>About it, in words.</p>", works=[work])
    make_article(body=work_html(make_work(opens=OPENS)))
    assert move(work.releases.get(), date=date(2024, 2, 2)).rendered == 0


def test_a_change_readers_cannot_see_renders_nothing_again():
    work = make_work(opens=OPENS)
    make_article(body=work_html(work), works=[work])
    assert change(work, synopsis="Other words.").rendered == 0


def test_a_change_is_announced(announcements):
    work = make_work(opens=OPENS)
    announcements.clear()
    move(work.releases.get(), date=date(2024, 2, 2))
    assert "work" in announcements


def test_sequences_rise_only_with_what_calendars_tell():
    work = make_work(opens=OPENS)
    release = work.releases.get()
    other = Release.objects.create(work=work, date=OPENS, territory="FR")
    change(work, synopsis="Other words.")
    assert list(work.releases.values_list("sequence", flat=True)) == [0, 0]
    move(release, date=date(2024, 2, 2))
    release.refresh_from_db()
    move(release, where="The Lantern")
    release.refresh_from_db()
    other.refresh_from_db()
    assert (release.sequence, other.sequence) == (2, 0)
    assert release.changed_at > other.changed_at


def test_a_new_trailers_picture_is_noted_as_used():
    work = make_work(trailer_url="https://vimeo.com/76979871")
    article = make_article(body=work_html(work, "trailer"), works=[work])
    assert article.has_video
    picture = make_image()
    change(work, trailer_image=picture)
    use = ImageUse.objects.get(image=picture)
    assert (use.article, use.copy, use.place) == (article, Copy.LIVE, ImageUse.Place.BODY)
    article.refresh_from_db()
    assert picture.key in article.rendered_web


def test_a_renamed_person_is_renamed_everywhere():
    work = make_work(cast=(("Pilou Asbaek", "Alexey"),))
    article = make_article(body=work_html(work, "cast"), works=[work])
    person = work.people.get()
    person.name = "Pilou Asbæk"
    person.save()
    assert works.rename_person(person).rendered == 1
    article.refresh_from_db()
    work.refresh_from_db()
    for form in (article.rendered_web, article.rendered_feed, work.rendered_web):
        assert "Pilou Asbæk" in form
        assert "Asbaek" not in form


def test_a_renamed_series_is_renamed_in_what_its_parts_say():
    series = make_work("Old", kind="series")
    season = make_work("Season 1", kind="season", parent=series)
    episode = make_work("Pilot", kind="episode", parent=season)
    change(series, name="New")
    season.refresh_from_db()
    episode.refresh_from_db()
    assert season.structured["partOfSeries"]["name"] == episode.structured["partOfSeries"]["name"] == "New"


def test_many_articles_cost_one_query_more_each_and_no_more():
    """What grows is the writing of what changed, article by article, and nothing else."""

    def cost(count: int) -> int:
        work = make_work(opens=OPENS)
        for _ in range(count):
            make_article(body=work_html(work), works=[work])
        with CaptureQueriesContext(connection) as queries:
            move(work.releases.get(), date=date(2024, 2, 2))
        return len(queries)

    one, three, five = cost(1), cost(3), cost(5)
    assert five - three == three - one
    assert (three - one) / 2 <= 20


# --- public or not


@pytest.mark.parametrize("state", HIDDEN_STATES)
def test_a_work_is_not_public_through_a_hidden_article(state):
    work = make_work()
    HIDDEN_STATES[state](works=[work])
    assert not is_public(work)


def test_a_work_is_public_with_its_first_live_article():
    work = make_work()
    later = make_article(works=[work])
    make_article(works=[work], at=PUBLISHED_AT - timedelta(days=3))
    assert is_public(work, PUBLISHED_AT - timedelta(days=3))
    assert not is_public(work, PUBLISHED_AT - timedelta(days=4))
    publishing.withdraw(later, by=None)
    assert is_public(work)


def test_a_scheduled_article_makes_its_work_public_at_its_second():
    work = make_work()
    moment = timezone.now() + timedelta(hours=2)
    make_article(works=[work], at=moment)
    assert not is_public(work, moment - timedelta(seconds=1))
    assert is_public(work, moment)


def test_withdrawn_restored_trashed_and_deleted():
    work = make_work()
    article = make_article(works=[work])
    publishing.withdraw(article, by=None)
    assert not is_public(work)
    publishing.restore(article, by=None)
    assert is_public(work)
    publishing.trash(article, by=None)
    assert not is_public(work)
    again = make_article(works=[work])
    assert is_public(work)
    Article.objects.get(pk=again.pk).delete()
    assert not is_public(work)


def test_what_a_live_article_is_no_longer_about():
    first, second = make_work(), make_work()
    article = make_article(works=[first])
    revise(article, works=[second])
    assert (is_public(first), is_public(second)) == (True, False)
    publishing.publish(article, by=None)
    assert (is_public(first), is_public(second)) == (False, True)


def test_a_series_is_public_with_an_article_about_an_episode():
    series = make_work(kind="series")
    season = make_work(kind="season", parent=series, number=1)
    episode = make_work(kind="episode", parent=season, number=3)
    sibling = make_work(kind="episode", parent=season, number=4)
    article = make_article(works=[episode])
    assert [is_public(work) for work in (series, season, episode, sibling)] == [True, True, True, False]
    publishing.withdraw(article, by=None)
    assert [is_public(work) for work in (series, season, episode, sibling)] == [False] * 4


def test_a_part_that_moves_takes_its_publicity_along():
    first, second = make_work(kind="series"), make_work(kind="series")
    season = make_work(kind="season", parent=first)
    make_article(works=[season])
    change(season, parent=second)
    assert (is_public(first), is_public(second)) == (False, True)


def test_an_editor_may_say_that_a_work_is_public():
    work = make_work()
    change(work, is_listed=True)
    assert is_public(work)
    change(work, is_listed=False)
    assert not is_public(work)


def test_the_noted_moment_is_what_looking_would_find():
    """`public_from` is kept for speed: it must be what the articles say, after any number of verbs."""
    series = make_work(kind="series")
    season = make_work(kind="season", parent=series)
    articles = [make_article(works=[season], at=PUBLISHED_AT + timedelta(days=day)) for day in range(4)]
    publishing.withdraw(articles[0], by=None)
    publishing.trash(articles[1], by=None)
    publishing.publish(revise(articles[2], works=[series]), by=None)
    season.refresh_from_db()
    series.refresh_from_db()
    assert season.public_from == articles[3].published_at
    assert series.public_from == articles[2].published_at


# --- subjects


def test_the_first_work_is_the_main_one_and_each_stands_once():
    first, second = make_work(), make_work()
    article = make_article(works=[second, first, second])
    assert list(article.subjects.values_list("work", "position")) == [(second.pk, 0), (first.pk, 1)]


def test_a_draft_writes_no_subjects():
    make_draft(works=[make_work()])
    assert not Subject.objects.exists()


def test_a_work_articles_are_about_cannot_be_deleted():
    work = make_work()
    make_article(works=[work])
    with pytest.raises(ProtectedError):
        work.delete()


def test_a_deleted_work_leaves_the_working_copies_it_was_in():
    work, kept = make_work(), make_work()
    article = make_draft(works=[work, kept], body=f"<p>Text.</p>{work_html(work)}")
    work.delete()
    article = publishing.publish(article, by=None, at=PUBLISHED_AT)
    assert [row.work for row in article.subjects.all()] == [kept]
    assert "Text." in article.rendered_web


def test_uses_of_the_working_copy_go_when_it_is_published_or_discarded():
    work = make_work()
    article = revise(make_article(), body=work_html(work))
    assert list(WorkUse.objects.values_list("work", "copy")) == [(work.pk, Copy.WORKING)]
    publishing.publish(article, by=None)
    assert list(WorkUse.objects.values_list("work", "copy")) == [(work.pk, Copy.LIVE)]
    revise(article, body=work_html(work))
    publishing.discard_changes(article, by=None)
    assert list(WorkUse.objects.values_list("work", "copy")) == [(work.pk, Copy.LIVE)]


# --- time


def spoiler(work: Work, days: int) -> str:
    return (
        f'<details class="spoiler" data-work="{work.uid}" data-days="{days}">'
        "<summary>Spoilers</summary><p>He did it.</p></details>"
    )


def test_a_spoiler_opens_so_many_days_after_the_release():
    today = works.today()
    work = make_work("Whodunit", opens=today - timedelta(days=3))
    open_one = make_article(body=spoiler(work, 3))
    closed = make_article(body=spoiler(work, 4))
    assert "<details" in open_one.rendered_web and " open=" in open_one.rendered_web
    assert " open=" not in closed.rendered_web
    assert "He did it" not in open_one.rendered_feed + open_one.plain_text + open_one.excerpt
    assert list(WorkUse.objects.order_by("article_id").values_list("opens_on", flat=True)) == [
        today, today + timedelta(days=1),
    ]  # fmt: skip


def test_the_midnight_of_a_spoiler_is_a_public_moment(announcements):
    today = works.today()
    article = make_article(body=spoiler(make_work(opens=today), 2))
    midnight = datetime.combine(today + timedelta(days=2), time.min, tzinfo=UTC)
    before = midnight - timedelta(seconds=1)
    assert works.next_moment(before) == midnight
    assert works.next_moment(midnight) is None
    announcements.clear()
    due.apply_due(before, since=timezone.now())
    article.refresh_from_db()
    assert (" open=" in article.rendered_web, announcements) == (False, [])
    due.apply_due(midnight, since=before)
    article.refresh_from_db()
    assert (" open=" in article.rendered_web, announcements) == (True, ["due"])
    due.apply_due(midnight + timedelta(seconds=1), since=midnight)
    assert announcements == ["due"]


def test_the_day_after_a_public_release_is_a_public_moment(announcements):
    work = make_work(opens=OPENS)
    noon = datetime(2024, 1, 19, 12, tzinfo=UTC)
    assert works.next_moment(noon) is None
    make_article(works=[work])
    assert works.next_moment(noon) == datetime(2024, 1, 20, tzinfo=UTC)
    assert works.next_moment(datetime(2024, 1, 20, tzinfo=UTC)) is None
    announcements.clear()
    due.apply_due(datetime(2024, 1, 20, tzinfo=UTC), since=noon + timedelta(hours=1))
    assert announcements == ["due"]


def test_a_month_has_passed_with_its_last_day():
    work = make_work()
    release = Release.objects.create(work=work, date=date(2024, 2, 10), precision="month")
    assert (release.date, release.last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert not release.has_passed(date(2024, 2, 29))
    assert release.has_passed(date(2024, 3, 1))


def test_credits_are_loaded_in_the_order_of_the_work():
    work = make_work()
    make_credit(work, "Second", position=2)
    make_credit(work, "First", position=1)
    assert [credit.person.name for credit in Credit.objects.filter(work=work)] == ["First", "Second"]
