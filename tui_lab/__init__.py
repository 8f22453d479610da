"""The lab: everything between a learner's keys and a lesson's loop."""
