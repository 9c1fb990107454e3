"""What one target takes of one lever."""
