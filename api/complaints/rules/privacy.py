"""The privacy notice that a complaint is sent under: its version goes with the complaint, sealed.

个人信息保护法 art. 14, 17: consent is to a text that was shown; art. 28, 31: of those under 14, no more than is needed.
"""

from api.complaints import errors_vault as errors
from api.core.errors import Refused


def refuse_outdated(seen: str, current: str) -> None:
    """Go on only under the notice that stands. Errors: `complaint.privacy_outdated`."""
    if seen != current:
        raise Refused(errors.PRIVACY_OUTDATED)
