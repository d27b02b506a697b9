"""What can be asked of the list of jobs."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.core.jobs.rules import JobState
from api.core.schemas import Choices


class JobFilter(BaseModel):
    """Which jobs."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    scope: Literal["own", "all"] = Field("own", description="`all` adds what `job.read` lets the caller see.")
    state: Choices[JobState] = ()
