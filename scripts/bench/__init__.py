"""What `make bench` measures: the product beside the limits of its stack and beside its peers, in one run."""
