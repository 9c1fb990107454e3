"""What a budget can promise: the best mix of levers, tried on the same futures."""
