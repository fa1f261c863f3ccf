"""What is allowed in a case's life: words, the table of steps, what each step needs, who stands where, what refuses."""
