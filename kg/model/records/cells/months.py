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
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września"
    " października listopada grudnia",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre"
    " noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre"
    " décembre",
    "sv": "januari februari mars april maj juni juli augusti september oktober november"
    " december",
    # In words of their own, and not as a day has them behind it.
    "month ru": "январь февраль март апрель май июнь июль август сентябрь октябрь"
    " ноябрь декабрь",
    "month be": "студзень люты сакавік красавік травень чэрвень ліпень жнівень верасень"
    " кастрычнік лістапад снежань",
    "month uk": "січень лютий березень квітень травень червень липень серпень вересень"
    " жовтень листопад грудень",
    "month pl": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień"
    " październik listopad grudzień",
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
