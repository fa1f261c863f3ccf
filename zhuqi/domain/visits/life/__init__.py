"""How a duty to visit stands: a pure judgement over an edition's section."""
