"""The clinic: a case is drawn, tests are ordered, a cure is judged, and what was done is kept."""
