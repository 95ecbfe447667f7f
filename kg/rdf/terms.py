"""The terms of our ontology and of the vocabularies beside it, as constants.

`HS.supporter` is the IRI `hs:supporter`. A term that is not declared is an
`AttributeError` when the line runs, so a misspelt IRI cannot reach the data. The names
of `HS` are generated from `ontology/`; those of the others are the ones we use.
"""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from kg.errors import nearest
from kg.rdf import hs_terms
from kg.rdf.namespaces import PREFIXES


class Vocabulary:
    """A namespace and the local names declared in it; each name is an attribute.

    >>> RDF.type
    <NamedNode value=http://www.w3.org/1999/02/22-rdf-syntax-ns#type>
    >>> SH.iri("class").value
    'http://www.w3.org/ns/shacl#class'
    >>> SKOS.prefLable
    Traceback (most recent call last):
    AttributeError: skos:prefLable is not declared (did you mean prefLabel?)
    """

    __slots__ = ("__dict__", "_prefix", "_terms", "base")

    def __init__(self, prefix: str, names: Iterable[str]) -> None:
        """Declare names under a prefix of the project's list."""
        self._prefix = prefix
        self.base = PREFIXES[prefix]
        self._terms = {name: NamedNode(self.base + name) for name in names}
        self.__dict__.update(self._terms)  # what is declared is found without a call

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("_"):  # asked by copy, pickle and inspect: never a term
            raise AttributeError(name)
        return self.iri(name)

    def iri(self, name: str) -> NamedNode:
        """Give the term of a name, also of one that is a Python keyword.

        Raises:
            AttributeError: the name is not declared; the message has the nearest ones.
        """
        try:
            return self._terms[name]
        except KeyError:
            near = " or ".join(nearest(name, self._terms))
            hint = f" (did you mean {near}?)" if near else ""
            text = f"{self._prefix}:{name} is not declared{hint}"
            raise AttributeError(text, name=name, obj=self) from None

    def __iter__(self) -> Iterator[NamedNode]:
        return iter(self._terms.values())

    def __contains__(self, term: object) -> bool:
        return isinstance(term, NamedNode) and term in self._terms.values()

    def __len__(self) -> int:
        return len(self._terms)

    def __repr__(self) -> str:
        return f"<Vocabulary {self._prefix}: {len(self)} terms>"


def _declare(prefix: str, names: str) -> Vocabulary:
    return Vocabulary(prefix, names.split())


HS = Vocabulary("hs", hs_terms.NAMES)

RDF = _declare(
    "rdf",
    "type Property Statement subject predicate object value List first rest nil "
    "langString HTML",
)
RDFS = _declare(
    "rdfs",
    "Class Datatype Literal Resource label comment subClassOf subPropertyOf domain "
    "range seeAlso isDefinedBy",
)
OWL = _declare(
    "owl",
    "Ontology Class ObjectProperty DatatypeProperty AnnotationProperty NamedIndividual "
    "SymmetricProperty TransitiveProperty AllDisjointClasses members disjointWith "
    "equivalentClass equivalentProperty inverseOf sameAs differentFrom deprecated "
    "versionIRI versionInfo priorVersion imports Thing",
)
XSD = _declare(
    "xsd",
    "string boolean integer nonNegativeInteger positiveInteger decimal double float "
    "long int date dateTime dateTimeStamp time gYear gYearMonth gMonthDay gMonth gDay "
    "duration dayTimeDuration yearMonthDuration anyURI hexBinary base64Binary language",
)
SKOS = _declare(
    "skos",
    "Concept ConceptScheme Collection prefLabel altLabel hiddenLabel definition "
    "example note scopeNote editorialNote changeNote historyNote notation inScheme "
    "hasTopConcept topConceptOf broader narrower related broaderTransitive "
    "exactMatch closeMatch broadMatch narrowMatch relatedMatch member",
)
DCT = _declare(
    "dct",
    "title description abstract alternative creator contributor publisher source date "
    "created issued modified valid available license rights rightsHolder accessRights "
    "language format identifier type subject spatial temporal extent conformsTo "
    "isPartOf hasPart isVersionOf hasVersion replaces isReplacedBy references "
    "isReferencedBy relation provenance accrualPeriodicity bibliographicCitation",
)
PROV = _declare(
    "prov",
    "Entity Activity Agent Person Organization SoftwareAgent Bundle Plan Association "
    "wasDerivedFrom wasQuotedFrom hadPrimarySource wasRevisionOf wasAttributedTo "
    "wasGeneratedBy wasAssociatedWith wasInvalidatedBy generatedAtTime "
    "invalidatedAtTime startedAtTime endedAtTime specializationOf alternateOf used "
    "hadMember qualifiedAssociation hadPlan hadRole agent value",
)
PAV = _declare(
    "pav",
    "importedFrom importedOn importedBy retrievedFrom retrievedOn derivedFrom "
    "curatedBy curatedOn authoredBy createdBy createdOn lastUpdateOn "
    "sourceAccessedAt sourceAccessedOn version previousVersion hasCurrentVersion",
)
OA = _declare(
    "oa",
    "Annotation SpecificResource TextQuoteSelector TextPositionSelector "
    "FragmentSelector hasSource hasSelector hasBody hasTarget exact prefix suffix "
    "start end",
)
SCHEMA = _declare(
    "schema",
    "Event EventSeries Schedule Article NewsArticle CreativeWork Photograph Person "
    "Organization NGO PoliticalParty Place Country City Claim Quotation Role "
    "DefinedTerm DefinedTermSet Dataset DataDownload DataCatalog WebSite WebPage "
    "ImageObject about mentions actor organizer participant performer attendee sponsor "
    "location startDate endDate eventSchedule byMonthDay repeatFrequency superEvent "
    "subEvent subjectOf recordedIn name alternateName description headline caption "
    "text url sameAs identifier inLanguage datePublished dateModified dateCreated "
    "author publisher citation isBasedOn isPartOf hasPart license image keywords "
    "target archivedAt translationOfWork spatialCoverage temporalCoverage distribution "
    "contentUrl encodingFormat affiliation memberOf member containedInPlace "
    "domainIncludes rangeIncludes inDefinedTermSet termCode birthDate address email "
    "telephone faxNumber additionalType eventStatus",
)
SH = _declare(
    "sh",
    "NodeShape PropertyShape Shape PropertyGroup ValidationReport ValidationResult "
    "SPARQLConstraint SPARQLConstraintComponent Violation Warning Info conforms result "
    "focusNode resultPath value sourceShape sourceConstraint "
    "sourceConstraintComponent resultSeverity resultMessage detail shapesGraph "
    "targetClass targetNode targetSubjectsOf targetObjectsOf target SPARQLTarget "
    "property path inversePath alternativePath zeroOrMorePath oneOrMorePath "
    "zeroOrOnePath class datatype nodeKind IRI BlankNode Literal BlankNodeOrIRI "
    "BlankNodeOrLiteral IRIOrLiteral minCount maxCount minLength maxLength pattern "
    "flags languageIn uniqueLang minInclusive maxInclusive minExclusive maxExclusive "
    "equals disjoint lessThan lessThanOrEquals not and or xone node "
    "qualifiedValueShape qualifiedMinCount qualifiedMaxCount "
    "qualifiedValueShapesDisjoint closed ignoredProperties hasValue in deactivated "
    "message severity name description group order defaultValue sparql select ask "
    "construct describe prefixes declare prefix namespace PrefixDeclaration "
    "SPARQLExecutable SPARQLSelectExecutable SPARQLAskExecutable "
    "SPARQLConstructExecutable",
)
VOID = _declare(
    "void",
    "Dataset Linkset DatasetDescription triples entities classes properties "
    "distinctSubjects distinctObjects documents dataDump sparqlEndpoint uriSpace "
    "uriRegexPattern uriLookupEndpoint vocabulary exampleResource feature subset "
    "rootResource classPartition propertyPartition class property inDataset target "
    "linkPredicate subjectsTarget objectsTarget openSearchDescription",
)
VOID_EXT = _declare("void-ext", "datatypePartition datatype")
DCAT = _declare(
    "dcat",
    "Catalog Resource Dataset Distribution DataService DatasetSeries dataset service "
    "distribution accessURL downloadURL accessService endpointURL "
    "endpointDescription servesDataset mediaType compressFormat packageFormat "
    "byteSize keyword theme themeTaxonomy landingPage contactPoint version "
    "hasVersion hasCurrentVersion previousVersion isVersionOf qualifiedRelation "
    "temporalResolution inSeries seriesMember first last prev startDate endDate record "
    "CatalogRecord",
)
SD = _declare(
    "sd",
    "Service Dataset Graph NamedGraph GraphCollection Feature Language Function "
    "SPARQL11Query SPARQL10Query SPARQL11Update BasicFederatedQuery "
    "UnionDefaultGraph DereferencesURIs RequiresDataset EmptyGraphs endpoint feature "
    "defaultDataset defaultGraph namedGraph name graph supportedLanguage "
    "resultFormat inputFormat availableGraphs defaultEntailmentRegime "
    "languageExtension extensionFunction",
)
EDTF = _declare("edtf", "EDTF")
FOAF = _declare(
    "foaf",
    "Agent Person Group Organization Document Image name page primaryTopic "
    "isPrimaryTopicOf homepage depicts depiction topic member mbox phone",
)
ORG = _declare(
    "org",
    "Organization FormalOrganization OrganizationalUnit OrganizationalCollaboration "
    "Membership Role Post ChangeEvent member organization role memberDuring postIn "
    "heldBy holds hasMember memberOf hasMembership subOrganizationOf unitOf "
    "classification changedBy resultingOrganization originalOrganization",
)
VANN = _declare("vann", "preferredNamespacePrefix preferredNamespaceUri example")
DQV = _declare(
    "dqv",
    "Metric QualityMeasurement isMeasurementOf computedOn value inDimension "
    "expectedDataType",
)
LDQD = _declare(
    "ldqd",
    "completeness conciseness consistency interlinking licensing security "
    "semanticAccuracy timeliness trustworthiness understandability",
)
FORMATS = _declare(
    "formats",
    "Turtle N-Triples N-Quads TriG RDF_XML JSON-LD SPARQL_Results_XML "
    "SPARQL_Results_JSON SPARQL_Results_CSV SPARQL_Results_TSV",
)
