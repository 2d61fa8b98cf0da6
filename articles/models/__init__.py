from articles.models.article import Article, Byline, Format, SearchDocument, Status
from articles.models.disclosure import Disclosure, LinkUse, Merchant
from articles.models.image import Copy, Image, ImageUse
from articles.models.page import Page
from articles.models.publication import Publication, SocialLink
from articles.models.redirect import Redirect
from articles.models.revision import Revision, WorkingCopy
from articles.models.taxonomy import Section, Series, Tag, TaggedArticle, TagSynonym

__all__ = [
    "Article", "Byline", "Copy", "Disclosure", "Format", "Image", "ImageUse", "LinkUse", "Merchant", "Page",
    "Publication", "Redirect", "Revision", "SearchDocument", "Section", "Series", "SocialLink", "Status", "Tag",
    "TagSynonym", "TaggedArticle", "WorkingCopy",
]  # fmt: skip
