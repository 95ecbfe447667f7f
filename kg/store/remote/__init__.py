"""Another SPARQL engine on the network, asked as one that has to show what it holds."""
