"""All plans beside the current one: chances, paired differences, money against effect."""
