"""For admins of things with an address: when it changes, the old one goes on leading there."""

from articles import redirects


class KeepsOldAddress:
    """A ModelAdmin mixin for models with a slug and get_absolute_url()."""

    def save_model(self, request, obj, form, change):
        old_path = None
        if change and "slug" in form.changed_data:
            old_path = type(obj).objects.get(pk=obj.pk).get_absolute_url()
        super().save_model(request, obj, form, change)
        if old_path and old_path != obj.get_absolute_url():
            redirects.remember(old_path, target=obj)


class PlainSearch:
    """A NUL byte in the search box finds nothing; PostgreSQL would refuse the query."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))
