"""What runs inside the product's own settings, on a database that may be measured in."""
