"""What more tests are worth, and where to spend them."""
