"""The pages of cases: plain data, one line each, one page a family."""
