"""Who may take part in a conversation. Who may read one is decided by what it is about."""


def take_part(user, _subject=None):
    """Comment and cheer: every member who may read it; a viewer reads only."""
    return not user.is_viewer


def change_comment(user, comment):
    """Edit or remove it: its author."""
    return comment.author_id == user.pk and not user.is_viewer


def read_versions(user, comment):
    """Every text it had: whoever reads it; once it is removed, administrators."""
    return not comment.is_removed or user.is_admin
