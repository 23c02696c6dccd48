"""CONTRACT → what stands in front of its servers: configuration of proxies, clouds, clusters.

A target is one folder here and one entry point. None of them knows a style: what they configure
is what the styles say of their routes.
"""
