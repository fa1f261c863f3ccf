"""What becomes of a planned contact: a pure judgement over an edition's section."""
