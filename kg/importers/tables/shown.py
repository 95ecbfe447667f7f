"""The value of a cell of a sheet as text, such as the sheet shows it."""

import datetime
import re

_ZEROS = re.compile("0{2,}")


def shown(value: object, number_format: str) -> str:
    """Return the text of a value, "" where there is none.

    Dates are written as in ISO 8601, without a time of day at midnight; numbers with at
    most 15 digits, which is what a sheet knows of them, and the leading zeros that
    their format asks for.
    """
    text = "" if value is None else str(value)
    match value:
        case bool():
            text = text.upper()
        case int() | float():
            text = _number(value, number_format)
        case datetime.datetime():
            text = _moment(value)
        case datetime.timedelta():
            text = _length(value)
        case _:
            pass
    return text


def _number(number: float, number_format: str) -> str:
    text = f"{number:.15g}"
    if text.isdigit() and _ZEROS.fullmatch(number_format):
        return text.zfill(len(number_format))
    return text.upper()


def _moment(moment: datetime.datetime) -> str:
    if moment.time() == datetime.time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds")


def _length(length: datetime.timedelta) -> str:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
