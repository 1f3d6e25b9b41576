"""Workers of the decisions service: the timer of threshold sets and the reassessment campaign."""
