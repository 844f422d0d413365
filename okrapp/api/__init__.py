"""The API as a whole: its addresses, what it says about itself, and what it says when it fails."""
