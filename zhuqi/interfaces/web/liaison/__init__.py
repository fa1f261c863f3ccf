"""Who answers for whom, as pages: one's own enterprises, what is lacking, proposals, hand-overs, the chain."""
