"""Links copies of one text; none is lost."""
