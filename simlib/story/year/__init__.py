"""The year under way, told: quarters that came in, the light, what still helps."""
