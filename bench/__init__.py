"""What the product costs, beside what it would cost at least: `python -m bench`, docs/BENCH.md."""
