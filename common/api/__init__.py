"""What every part of the API shares: pages, filters, fields and how a problem is told."""
