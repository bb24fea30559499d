"""Reading a government plan (txt or docx) into clauses, units, dates and quantities."""

from tuoyu.books.plan_reader.belonging import is_same, joined
from tuoyu.books.plan_reader.reading import read_plan
from tuoyu.books.plan_reader.writing import to_plan_book

__all__ = ["is_same", "joined", "read_plan", "to_plan_book"]
