"""The year under way: quarters that came in, the light, what still helps."""
