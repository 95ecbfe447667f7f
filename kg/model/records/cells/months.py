"""The names of months, in the languages of our sources, long and short."""

_NAMES = {
    "en": "january february march april may june july august september october"
    " november december",
    "de": "januar februar märz april mai juni juli august september oktober november"
    " dezember",
    "nb": "januar februar mars april mai juni juli august september oktober november"
    " desember",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября"
    " декабря",
    "be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня"
    " кастрычніка лістапада снежня",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня"
    " листопада грудня",
    "short": "jan feb mar apr may jun jul aug sep oct nov dec",
    "short de": "jän feb mrz apr mai jun jul aug sept okt nov dez",
    "short nb": "jan feb mar apr mai jun jul aug sep okt nov des",
}

MONTHS = {
    name: number
    for names in _NAMES.values()
    for number, name in enumerate(names.split(), start=1)
}
"""The name of a month in small letters → its number."""
