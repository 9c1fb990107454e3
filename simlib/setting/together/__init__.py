"""Promises that hold together: margins, and the least money."""
