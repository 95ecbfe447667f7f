"""The releases that are there, as answers speak of them."""
