"""zhuqi 助企: the service a city gives its enterprises, from a need found to a case struck off."""
