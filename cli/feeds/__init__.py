"""Sources that are followed while they grow: a file, standard input, a directory, a Redis stream, a Kafka topic."""
