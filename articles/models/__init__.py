from articles.models.alarm_letter import AlarmLetter
from articles.models.article import Article, Byline, Format, SearchDocument, Status
from articles.models.audit import AppendOnly, AuditEntry, Verb
from articles.models.calendar_feed import CalendarFeed
from articles.models.correction import Change, Correction
from articles.models.desk_settings import DeskSettings
from articles.models.disclosure import Disclosure, LinkUse, Merchant
from articles.models.image import Copy, Image, ImageUse
from articles.models.moved_fact import MovedFact
from articles.models.note import Note
from articles.models.page import Page
from articles.models.person import Credit, Person
from articles.models.publication import Publication, SocialLink
from articles.models.redirect import Redirect
from articles.models.release import Release
from articles.models.revision import Revision, SavedState, ScheduledChange, WorkingCopy
from articles.models.shared_preview import SharedPreview
from articles.models.sitting import Sitting
from articles.models.subject import Subject, WorkUse
from articles.models.taxonomy import Section, Series, Tag, TaggedArticle, TagSynonym
from articles.models.tombstone import Tombstone
from articles.models.work import Work

__all__ = [
    "AlarmLetter", "AppendOnly", "Article", "AuditEntry", "Byline", "CalendarFeed", "Change", "Copy",
    "Correction", "Credit", "DeskSettings", "Disclosure", "Format", "Image", "ImageUse", "LinkUse", "Merchant",
    "MovedFact", "Note", "Page", "Person", "Publication", "Redirect", "Release", "Revision", "SavedState",
    "ScheduledChange", "SearchDocument", "Section", "Series", "SharedPreview", "Sitting", "SocialLink",
    "Status", "Subject", "Tag", "TaggedArticle", "TagSynonym", "Tombstone", "Verb", "Work", "WorkingCopy",
    "WorkUse",
]  # fmt: skip
