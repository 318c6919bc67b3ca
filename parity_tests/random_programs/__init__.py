"""Random small programs over the vocabulary of tensors, run by both libraries statement by statement.

`vocabulary` draws statements that fit the tensors at hand (and, now and then, some that do not), `drawing` strings
them together while torch runs them, `running` lets numpynn run the same text and compares everything that can be seen.
"""
