"""Every router of the service, in the order they are asked. Add yours here."""

from fastapi import APIRouter

from kg.api import health, sparql

ROUTERS: tuple[APIRouter, ...] = (sparql.router, health.router)
