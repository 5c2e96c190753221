"""Sources -> checked rows -> snapshot: reads what branches published or sent and writes the warehouse."""
