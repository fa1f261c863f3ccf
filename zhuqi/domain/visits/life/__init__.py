"""What becomes of a planned contact, and how a duty to visit stands: pure judgements over an edition's section."""
