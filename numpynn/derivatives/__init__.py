"""The calculus: every primitive and its derivatives, one row each, a page a family."""
