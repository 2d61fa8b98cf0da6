"""What pages may load: a strict policy for readers, and a little more for the editors' side.

Readers' pages are the same for everyone, so no nonce may appear in them. The admin needs one for the
import map of the rich-text editor, and the hash of the one style sheet that the editor writes itself.
"""

from csp.constants import NONCE, SELF
from csp.middleware import CSPMiddleware, PolicyParts

ADMIN_PATH = "/admin/"
# Changes with the version of django-prose-editor; a browser test watches for it.
EDITOR_STYLE_HASH = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
ADMIN_ADDITIONS = {
    "script-src": [NONCE],
    "style-src": [EDITOR_STYLE_HASH],
    "img-src": ["data:", "blob:"],  # a picture is shown while it is still being uploaded
    "frame-src": [SELF],
}
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Sends the policy that fits the side of the house, and switches off devices nobody here needs."""

    def get_policy_parts(self, request, response, report_only=False):
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.update is None and request.path_info.startswith(ADMIN_PATH):
            parts.update = ADMIN_ADDITIONS
        return parts

    def process_response(self, request, response):
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return super().process_response(request, response)
