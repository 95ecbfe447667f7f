from kg.api.pages.event import EventPage, read_event_page
from kg.rdf.iri import expand
from tests.api.pages.conftest import Read

EVENT = """
GRAPH <https://w3id.org/hrsolidarity/graph/source/d/r1> {
ev:x a hs:CivicAction , hs:Event ; hs:eventType et:solidarity-action ;
  skos:prefLabel "Action"@en , "Aksjon"@nb ; hs:existence mo:asserted ;
  hs:reportedIn doc:d ; hs:method me:portraits .
pt:a hs:inEvent ev:x ; hs:agent or:b ; hs:role ro:supporter ; hs:modality mo:asserted .
pt:b hs:inEvent ev:x ; hs:agent or:a ; hs:role ro:supporter ; hs:modality mo:asserted .
pt:c hs:inEvent ev:x ; hs:agent gr:g ; hs:role ro:speaker ; hs:modality mo:indicated ;
  hs:onBehalfOf or:a .
or:a skos:prefLabel "Authors' Union"@en ; hs:nameInSource "The Authors' Union"@en .
or:b skos:prefLabel "Youth Council"@en ; skos:altLabel "LNU"@en ;
  hs:nameInSource "LNU"@en , "Countryside Council"@en .
gr:g a hs:Group ; skos:prefLabel "Representatives"@en .
cl:g hs:claimSubject gr:g ; hs:claimProperty hs:habit ; hs:modality mo:asserted ;
  hs:claimValue "speaking"@en .
de:d0 hs:madeAt ev:x ; hs:position 1 ; skos:prefLabel "Put pressure"@en ;
  hs:addressee or:a ; hs:target or:b .
de:d2 hs:madeAt ev:x ; hs:position 3 ; skos:prefLabel "End it"@en ;
  hs:soughtVia de:d0 ; hs:target or:b .
de:d1 hs:madeAt ev:x ; hs:position 2 ; skos:prefLabel "Release all"@en ;
  hs:soughtVia de:d0 ; hs:target or:b .
doc:d skos:prefLabel "An article"@en .
}
GRAPH <https://w3id.org/hrsolidarity/graph/editorial> {
ev:x skos:editorialNote "A remark."@en .
}
GRAPH <https://w3id.org/hrsolidarity/graph/meta> {
<https://w3id.org/hrsolidarity/graph/source/d/r1> hs:ofDocument doc:d ;
  hs:licenceStatus "unknown"@en .
<https://w3id.org/hrsolidarity/graph/editorial> dct:title "Judgements"@en ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> .
}
"""


def page(read: Read, more: str = "", *languages: str) -> EventPage:
    return read_event_page(read(EVENT + more, *languages), expand("ev:x"))


def test_what_a_source_does_not_state_is_empty(read: Read) -> None:
    found = page(read)
    assert found.where == ()
    assert found.when.words == "not stated"


def test_agents_are_grouped_by_role_in_the_order_of_their_names(read: Read) -> None:
    cast = [
        (part_of.heading.text, [part.agent.text for part in part_of.parts])
        for part_of in page(read).cast
    ]
    assert cast == [
        ("speaker", ["Representatives"]),
        ("supporters", ["Authors' Union", "Youth Council"]),
    ]


def test_a_role_is_named_in_the_language_of_the_reader(read: Read) -> None:
    assert [cast.heading.text for cast in page(read, "", "nb", "en").cast] == [
        "taler",
        "støttespiller",
    ]


def test_a_name_is_shown_as_printed_when_it_is_none_of_ours(read: Read) -> None:
    _speaker, supporters = page(read).cast
    printed = [[name.text for name in part.printed] for part in supporters.parts]
    assert printed == [[], ["Countryside Council"]]


def test_a_part_says_on_whose_behalf_and_how_surely(read: Read) -> None:
    (speaker,) = page(read).cast[0].parts
    assert [whom.text for whom in speaker.on_behalf_of] == ["Authors' Union"]
    assert speaker.hedge is not None
    assert speaker.hedge.text == "indicated"
    assert page(read).cast[1].parts[0].hedge is None


def test_demands_stand_below_the_one_they_are_sought_through(read: Read) -> None:
    (top,) = page(read).demands
    assert top.link.text == "Put pressure"
    assert [below.link.text for below in top.through] == ["Release all", "End it"]


def test_demands_that_are_sought_through_each_other_stand_side_by_side(
    read: Read,
) -> None:
    first, second = page(read, "de:d0 hs:soughtVia de:d1 .").demands
    assert (first.link.text, second.link.text) == ("Put pressure", "Release all")
    assert [below.link.text for below in first.through] == ["End it"]


def test_claims_about_a_group_are_told_with_its_event(read: Read) -> None:
    (claim,) = page(read).claims_about_groups
    assert claim.subject is not None
    assert claim.subject.text == "Representatives"


def test_a_method_has_its_number_in_sharps_list(read: Read) -> None:
    (method,) = page(read).methods
    assert (method.link.text, method.sharp) == ("displays of portraits", "25")


def test_names_its_sources_and_their_licences(read: Read) -> None:
    sources = [
        (
            source.graph.text,
            source.licence.text if source.licence else None,
            source.status.text if source.status else None,
        )
        for source in page(read).frame.sources
    ]
    assert sources == [
        ("An article", None, "unknown"),
        ("Judgements", "CC BY 4.0", None),
    ]


def test_our_remarks_and_other_languages_are_in_the_frame(read: Read) -> None:
    frame = page(read).frame
    assert [note.text for note in frame.notes] == ["A remark."]
    assert [title.text for title in frame.titles] == ["Aksjon"]


def test_an_alleged_event_says_so(read: Read) -> None:
    alleged = """
    ev:r a hs:AllegedEvent ; hs:existence mo:alleged ; skos:prefLabel "Riots"@en .
    """
    found = read_event_page(read(alleged), expand("ev:r"))
    assert found.frame.kind == "Alleged event"
    assert found.alleged is not None
    assert found.alleged.text == "alleged"
