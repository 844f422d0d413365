class BackupError(Exception):
    """A backup cannot be made or brought back; the text says why, to the operator. Nothing was changed."""
