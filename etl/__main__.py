"""`python -m etl`: hands over to the command line."""

from etl.command_line import app

app(prog_name="python -m etl")
