"""The parity report: every case is run on both libraries and measured, told in the terminal and as one page of HTML."""
