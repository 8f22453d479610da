"""`dl-lab serve`: the lab in a browser, one process for each tab."""
