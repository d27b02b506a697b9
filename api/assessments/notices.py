"""Results publish through public notices; what becomes of those is told here. Imported by wiring."""

from api.assessments.service.award_notices import follow_award_notice
from api.assessments.service.awards import NOTICED
from api.assessments.service.publicity import OBJECT, follow_notice
from api.disclosures import ports

ports.define(OBJECT, follow_notice)
ports.define(NOTICED, follow_award_notice)
