class TableError(Exception):
    """A file that is refused; the message is translated and addressed to the person who chose the file.

    Not a ValueError, so that code between here and there which catches those cannot swallow it.
    """
