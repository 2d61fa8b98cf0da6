"""The house's one announcement: readers would now see something else than a moment ago.

Authors and articles send it inside the transaction of the change; finished pages and jobs listen.
"""

from django.dispatch import Signal

# Arguments: sender (the model class that changed), reason (a short word for logs).
public_state_changed = Signal()


def announce_saved(sender: type, **_kwargs) -> None:
    """Receiver for post_save and post_delete of rows that every reader may see."""
    public_state_changed.send(sender=sender, reason=sender._meta.model_name)
