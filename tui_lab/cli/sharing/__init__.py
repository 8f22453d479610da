"""Commands for what goes to other programs and people, and what comes from them."""
