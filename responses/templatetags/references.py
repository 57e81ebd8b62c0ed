"""References as people read them."""

from django import template

from responses.submission import references

register = template.Library()
register.filter("grouped", references.grouped)
