"""How a job ends without success, and what cannot be asked of it."""

from api.core.errors import Kind, define

PENDING = define(
    "job.pending",
    Kind.CONFLICT,
    "同样的任务已经在排队或进行中。",
    "The same job is waiting or running already.",
)
ENDED = define("job.ended", Kind.CONFLICT, "任务已经结束，不能再取消。", "The job has ended; it cannot be cancelled.")
NO_OUTPUT = define(
    "job.no_output", Kind.NOT_FOUND, "任务没有可下载的文件。", "The job has no file that could be downloaded."
)
ATTEMPTS_EXHAUSTED = define(
    "job.attempts_exhausted",
    Kind.INTERNAL,
    "试了几次都没有做完，原因在服务日志里，找管理员。",
    "Several attempts have failed; the reason is in the server's log, ask the operator.",
)
WORKERS_LOST = define(
    "job.workers_lost",
    Kind.INTERNAL,
    "后台进程多次在做这项任务时中断，没有继续做，原因在服务日志里，找管理员。",
    "The background process was cut off many times during this, so it was given up; ask the operator.",
)
OTHER_POST = define(
    "job.other_post",
    Kind.FORBIDDEN,
    "任务是以您的另一个岗位发起的，切换到那个岗位再下载。",
    "This was asked for in another of your posts; switch to that post to download it.",
)
RIGHT_LOST = define(
    "job.right_lost",
    Kind.FORBIDDEN,
    "任务的发起人已经没有这项权限，没有继续做。",
    "Whoever asked for this no longer has the right to it; the work was stopped.",
)

# The background has tried often enough; the work itself was never refused.
GIVEN_UP = frozenset({ATTEMPTS_EXHAUSTED.code, WORKERS_LOST.code})
