"""What a person on staff chooses for herself."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import letters
from articles.models import DeskSettings

TEMPLATE = "admin/my_settings.html"


class MySettingsForm(forms.ModelForm):
    class Meta:
        model = DeskSettings
        fields = ["wants_letters"]
        labels = {"wants_letters": "Write me letters"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_settings(request: HttpRequest) -> HttpResponse:
    """Her own settings, nobody else's; they are made when she first saves them."""
    own = DeskSettings.objects.filter(user=request.user).first() or DeskSettings(user=request.user)
    form = MySettingsForm(request.POST if request.method == "POST" else None, instance=own)
    if request.method == "POST" and form.is_valid():
        letters.set_wanted(request.user, wants_letters=form.cleaned_data["wants_letters"])
        messages.success(request, "Your settings are saved.")
        return HttpResponseRedirect(reverse("admin:my_settings"))
    context = {**admin.site.each_context(request), "title": "My settings", "form": form}
    return TemplateResponse(request, TEMPLATE, context)
