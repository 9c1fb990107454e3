"""Whose work a change is: levers and departments."""
