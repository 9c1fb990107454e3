"""What a promise takes, told: one lever, a budget, a mix, promises that hold together."""
