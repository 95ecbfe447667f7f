"""Reconciliation: matching the lists of others against ours, by the W3C group's API.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
