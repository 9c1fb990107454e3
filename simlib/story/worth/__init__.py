"""What more tests are worth, told, and where to spend them."""
