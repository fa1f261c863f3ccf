"""Steps of a common issue, pairs of signs, likely units: tables and arithmetic. Pure."""
