"""Our terms in the mouths of others: those in which they may tell what they know.

Each is listed: a new term is ours alone until somebody decides that it is not. Never
listed are the terms for graphs and who may see them, for judgements and identity, for
vocabularies, and those that weigh the risk of naming somebody.
"""

from kg.rdf.terms import HS

SPOKEN = frozenset(
    HS.iri(name)
    for name in (
        # What there is.
        *("Act", "Affiliation", "Agent", "AllegedEvent", "Article", "CivicAction"),
        *("Claim", "Demand", "Document", "Event", "EventRelation", "EventSeries"),
        *("Group", "Intervention", "Organisation", "Participation", "Passage"),
        *("Person", "Photograph", "Place", "PublicEvent", "Quantity", "Situation"),
        *("Slogan", "TimeSpan"),
        # Events: what, when, where, who.
        *("aggregate", "concerns", "eventType", "existence", "impact", "inSeries"),
        *("inSupportOf", "legalStatus", "method", "ongoingAt", "partOf", "place"),
        *("placeBasis", "placePrecision", "response", "slogan", "statedReason"),
        *("violatedRight", "fromEvent", "toEvent", "relation", "relationType"),
        *("byMonthDay", "repeatFrequency"),
        *("agent", "degree", "inEvent", "onBehalfOf", "role"),
        *("allegedPerpetrator", "organiser", "participant", "perpetrator", "speaker"),
        *("supporter", "victim", "visitor", "country", "geoPrecision", "within"),
        # Agents.
        *("former", "hasMember", "member", "memberKind", "membershipCompleteness"),
        *("organisation", "orgType", "post", "size", "subGroupOf", "nameInSource"),
        # Demands and slogans.
        *("addressee", "beneficiary", "demandType", "demander", "madeAt", "medium"),
        *("outcome", "outcomeEvidence", "position", "soughtVia", "target", "verbatim"),
        # Times.
        *("approximate", "dateBasis", "edtf", "maxDuration", "minDuration"),
        *("monthDay", "notAfter", "notBefore", "offset", "precision", "relativeTo"),
        *("time",),
        # Claims and counts: who says so, and how surely.
        *("allegedOffence", "assertedBy", "attributedTo", "attributionBasis"),
        *("bestEstimate", "boundBasis", "citedDocument", "civilianDeathCount"),
        *("claimProperty", "claimQuantity", "claimSubject", "claimTime"),
        *("claimValue", "contradicts", "corroborates", "custodyCount", "deathCount"),
        *("differsFrom", "effect", "habit", "inDocument", "injuredCount"),
        *("lowerBound", "lowerInclusive", "modality", "outOf", "participantCount"),
        *("prisonTerm", "refines", "registeredCount", "reliability"),
        *("resultsFalsified", "significance", "unit", "upperBound", "upperInclusive"),
        *("victimCount",),
        # Documents and the words that bear a fact.
        *("about", "contentHash", "covers", "datePublishedNotBefore", "depicts"),
        *("evidence", "excerpt", "illustrates", "known", "lengthCodePoints"),
        *("mentions", "quotationHash", "relatedArticle", "reportedIn"),
        *("sourceMaterial", "titleStatus"),
    )
)
