"""Grades for other programs: CSV, Moodle, Canvas, Gradescope, and a page for each student."""
