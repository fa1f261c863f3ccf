"""The pages of what is alike: similar cases, common issues, their statement."""
