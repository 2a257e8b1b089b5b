"""`nianbao top`: the whole system on one screen of a terminal."""
