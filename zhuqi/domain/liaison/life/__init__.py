"""What a place's liaison comes to as pure values: who has nobody, what doesn't fit, what a replacement asks for."""
