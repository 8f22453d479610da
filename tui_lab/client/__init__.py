"""The viewer's end of a run: start it, follow it, command it, ask it, close a dead one."""
