"""One plan told: the answer, its targets, what will happen, the bill, what its chances rest on."""
