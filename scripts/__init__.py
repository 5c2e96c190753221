"""Holds the helpers around the product: setting up, starting, measuring and looking at it."""
