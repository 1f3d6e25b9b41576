"""What acts are called, for people: English from the stored name, Dutch from the glossary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

DUTCH: Final[Mapping[str, str]] = {
    "ApplicationSubmitted": "aanvraag ontvangen",
    "VehicleFactsReceived": "voertuiggegevens ontvangen",
    "HandlingStarted": "in behandeling genomen",
    "VehicleFactsRefreshRequested": "voertuiggegevens opnieuw opgevraagd",
    "DocumentAttached": "bewijsstuk toegevoegd",
    "CompletionRequested": "verzoek om aanvulling",
    "ApplicationSupplemented": "aanvraag aangevuld",
    "CompletionTermLapsed": "aanvultermijn ongebruikt verstreken",
    "ApplicationWithdrawn": "aanvraag ingetrokken",
    "ApplicationConverted": "aanvraag omgezet",
    "ApplicationLeftOut": "aanvraag buiten behandeling",
    "ApplicationClosed": "aanvraag afgehandeld",
    "LaterDecisionNoted": "latere beslissing genoteerd",
    "ElectronicConsentGiven": "toestemming voor e-mail gegeven",
    "ElectronicConsentWithdrawn": "toestemming voor e-mail ingetrokken",
    "ErasureOrdered": "wissing opgedragen",
    "PersonErased": "persoon gewist",
    "DecisionTermStarted": "beslistermijn gestart",
    "VehicleFactsSupplied": "voertuiggegevens aangevuld",
    "FactsEstablished": "feiten vastgesteld",
    "EstablishedFactsWithdrawn": "vaststelling ingetrokken",
    "ViewsAsked": "om zienswijze gevraagd",
    "ViewsReceived": "zienswijze ontvangen",
    "VehicleFactsNoted": "voertuiggegevens genoteerd",
    "CaseAssessed": "beoordeeld",
    "ExemptionGranted": "ontheffing verleend",
    "ExemptionRefused": "ontheffing geweigerd",
    "RevocationIntended": "voornemen tot intrekking meegedeeld",
    "RevocationViewsReceived": "zienswijze ontvangen",
    "RevocationAbandoned": "afgezien van intrekking",
    "ExemptionRevoked": "ontheffing ingetrokken",
    "DecisionReissued": "hernieuwde beschikking",
    "DayExemptionQuotaOpened": "telling van dagontheffingen begonnen",
    "DayExemptionGranted": "dagontheffing toegekend",
    "DayExemptionCancelled": "dagontheffing teruggegeven",
    "CaseClaimOpened": "toedeling van de zaak begonnen",
    "CaseClaimed": "zaak in behandeling genomen",
    "CaseReleased": "zaak teruggegeven",
    "CaseHandedOver": "zaak overgedragen",
    "DecisionTermSuspended": "beslistermijn opgeschort",
    "DecisionTermResumed": "beslistermijn loopt weer",
    "DecisionTermSuspendedOtherwise": "beslistermijn anderszins opgeschort",
    "OtherSuspensionEnded": "einde andere opschorting",
    "DecisionTermExtended": "beslistermijn verlengd",
    "NoticeOfDefaultReceived": "ingebrekestelling ontvangen",
    "PenaltyFixed": "dwangsom vastgesteld",
    "PenaltyFixedAnew": "dwangsom opnieuw vastgesteld op bezwaar",
    "PenaltyPaid": "dwangsom betaald",
    "StatedFactsSupplemented": "gegevens aangevuld",
    "LeftOutOfConsideration": "buiten behandeling gesteld",
    "WithdrawalNoted": "intrekking genoteerd",
    "ConversionNoted": "omzetting genoteerd",
    "DecisionReplacedOnObjection": "besluit herroepen en vervangen op bezwaar",
    "LeavingOutRevokedOnObjection": "buitenbehandelingstelling herroepen op bezwaar",
    "PendingObjectionNoted": "lopend bezwaar genoteerd",
    "ThresholdConsequenceNoted": "gevolg voor drempelwaarde genoteerd",
    "ObjectorHeardNoted": "horen in bezwaar genoteerd",
    "ObjectionEndNoted": "einde bezwaar genoteerd",
    "ThresholdConsequenceEndNoted": "einde gevolg voor drempelwaarde genoteerd",
    "PendingAppealNoted": "lopend beroep genoteerd",
    "AppealEndNoted": "einde beroep genoteerd",
    "PersonErasureNoted": "wissen van persoon genoteerd",
    "ThresholdSetProposed": "drempelwaarden voorgesteld",
    "ThresholdSetPreviewed": "drempelwaarden doorgerekend",
    "ThresholdSetRejected": "drempelwaarden afgewezen",
    "ThresholdSetApproved": "drempelwaarden vastgesteld",
    "ThresholdSetEnteredIntoForce": "drempelwaarden in werking getreden",
    "ReassessmentStarted": "herbeoordeling gestart",
    "ReassessmentChunkDone": "deel herbeoordeeld",
    "ReassessmentPaused": "herbeoordeling gepauzeerd",
    "ReassessmentResumed": "herbeoordeling hervat",
    "ReassessmentCompleted": "herbeoordeling voltooid",
    "ObjectionLodged": "bezwaar ontvangen",
    "ThresholdConsequenceFound": "gevolg voor drempelwaarde vastgesteld",
    "RenewedDecisionAttached": "hernieuwde beschikking betrokken bij bezwaar",
    "ThresholdConsequenceTakenUp": "gevolg voor drempelwaarde in uitvoering",
    "ThresholdConsequenceLeftOpen": "gevolg voor drempelwaarde opengelaten",
    "ThresholdConsequenceRejected": "gevolg voor drempelwaarde vervallen",
    "ThresholdConsequenceRetracted": "vaststelling gevolg voor drempelwaarde teruggenomen",
    "LatenessExcused": "termijnoverschrijding verschoonbaar",
    "CommitteeAnnounced": "advisering door commissie meegedeeld",
    "RulingAdjourned": "beslissing op bezwaar verdaagd",
    "PostponementAgreed": "verder uitstel overeengekomen",
    "DecisionAnewOrdered": "nieuwe beslissing op bezwaar opgedragen",
    "ObjectionClaimOpened": "toedeling van het bezwaar begonnen",
    "ObjectionClaimed": "bezwaar in behandeling genomen",
    "ObjectionReleased": "bezwaar teruggegeven",
    "ObjectionHandedOver": "bezwaar overgedragen",
    "PenaltyDecisionAttached": "dwangsombeschikking betrokken bij bezwaar",
    "RepairRequested": "verzoek om verzuim te herstellen",
    "ObjectionRepaired": "verzuim hersteld",
    "RepairTermLapsed": "hersteltermijn ongebruikt verstreken",
    "HearingPlanned": "uitnodiging voor de hoorzitting",
    "HearingHeld": "gehoord",
    "HearingWaived": "afgezien van horen",
    "ObjectionUpheld": "bezwaar gegrond",
    "ObjectionUpheldForAnotherReason": "bezwaar gegrond om een andere reden",
    "ReplacingDecisionNoted": "vervangend besluit genoteerd",
    "ObjectionDismissed": "bezwaar ongegrond",
    "ObjectionDeclaredInadmissible": "bezwaar niet-ontvankelijk",
    "ObjectionWithdrawn": "bezwaar ingetrokken",
    "RulingAfterEndNoted": "beslissing na einde bezwaar genoteerd",
    "AppealLodged": "beroep ingesteld",
    "AppealWithdrawn": "beroep ingetrokken",
    "AppealDeclaredInadmissible": "beroep niet-ontvankelijk",
    "AppealRuled": "uitspraak op beroep",
    "LeftOutLetterDrawnUp": "brief over buiten behandeling stellen opgesteld",
    "ObjectionLetterDrawnUp": "brief over het bezwaar opgesteld",
    "ObjectionLetterSent": "brief over het bezwaar verzonden",
    "LetterDrawnUp": "brief opgesteld",
    "LetterSent": "brief verzonden",
    "StepLetterDrawnUp": "brief over een processtap opgesteld",
    "ElectronicReachNoted": "bereikbaarheid per e-mail genoteerd",
    "ElectronicReachWithdrawn": "einde bereikbaarheid per e-mail genoteerd",
    "ElectronicSendingFailed": "verzending per e-mail mislukt",
    "LetterBounced": "brief per e-mail onbestelbaar",
    "LetterSentOnPaper": "onbestelbare brief per post verzonden",
    "StepLetterSent": "brief over een processtap verzonden",
    "access-entered": "toegangsrecht ingeschreven",
    "access-revoked": "toegangsrecht ingetrokken",
}
"""Dutch terms by the last part of an act's stored name; an act that is not here has none yet."""

_WORD: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def english_title(act: str) -> str:
    """The name in words: `decisions.ExemptionRefused` reads "Exemption refused"."""
    words = [word.lower() for word in _WORD.findall(name_of(act))]
    return " ".join(words).capitalize() or act


def dutch_title(act: str) -> str | None:
    """The Dutch term; None where the glossary has none."""
    return DUTCH.get(name_of(act))


def name_of(act: str) -> str:
    """The last part of the stored name."""
    return act.rpartition(".")[2]
