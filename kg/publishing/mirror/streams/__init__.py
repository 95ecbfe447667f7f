"""Mirrors of event streams (LDES) that anybody publishes."""
