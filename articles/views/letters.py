"""The link at the end of a letter: one click, without a login, and no more letters come.

Opening it changes nothing, since mail scanners open every link. The signature says who means it, so no token of a form
is asked for: a mail program posts here by itself (RFC 8058).
"""

from django.core.signing import BadSignature, SignatureExpired
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles import letters
from articles.views.shared_preview import kept_secret

TEMPLATE = "articles/letters_off.html"


@kept_secret
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letters_off(request: HttpRequest, signed: str) -> HttpResponse:
    try:
        person = letters.owner_of(signed)
    except SignatureExpired:
        return render(request, TEMPLATE, {"is_noindex": True, "is_ended": True}, status=410)
    except BadSignature as error:
        raise Http404("No such link") from error
    if person is None:
        raise Http404("No such person")
    if request.method == "POST":
        letters.set_wanted(person, wants_letters=False)
    return render(request, TEMPLATE, {"is_noindex": True, "is_off": request.method == "POST"})
