"""Forms of filing: questions of the steps, points of a decision, the sheet of a visit."""
